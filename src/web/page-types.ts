/** Types of a page's parts. React Router writes such types only for files inside src/web; ours live with their modules. */
import type {
  ActionFunctionArgs,
  LoaderFunctionArgs,
  MetaDescriptor,
  useActionData,
  useLoaderData,
} from 'react-router';

export type LoaderArgs = LoaderFunctionArgs;
export type ActionArgs = ActionFunctionArgs;

/** What the component of a page gets: `function Plan({ loaderData, actionData }: PageProps<typeof loader, typeof action>)`. */
export type PageProps<Loader, Action = never> = {
  loaderData: ReturnType<typeof useLoaderData<Loader>>;
  actionData?: ReturnType<typeof useActionData<Action>>;
  params: Record<string, string | undefined>;
};

/** `meta` of a page: `({ loaderData }: MetaArgs<typeof loader>) => [{ title: '… — Опора' }]`; no data when the loader failed. */
export type MetaArgs<Loader> = {
  loaderData?: ReturnType<typeof useLoaderData<Loader>>;
  params: Record<string, string | undefined>;
};
export type MetaDescriptors = MetaDescriptor[];
