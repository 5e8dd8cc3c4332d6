import { Form } from 'react-router';
import { ctxOf } from '../request.ts';
import { Button, Field, Fields, Page, TextInput } from '../ui/index.ts';
import type { Route } from './+types/search.ts';

export function loader({ request, context }: Route.LoaderArgs) {
  ctxOf(context);
  return { query: new URL(request.url).searchParams.get('q')?.trim() ?? '' };
}

export const meta: Route.MetaFunction = () => [{ title: 'Поиск — Опора' }];

export default function Search({ loaderData: { query } }: Route.ComponentProps) {
  return (
    <Page title={query ? `Поиск: ${query}` : 'Поиск'}>
      <Form method="get">
        <Fields>
          <Field label="Что найти" name="q">
            <TextInput type="search" defaultValue={query} />
          </Field>
          <div>
            <Button>Найти</Button>
          </div>
        </Fields>
      </Form>
    </Page>
  );
}
