/** Who was in a list of support on a day, and who was being watched after leaving it. */
import { Form } from 'react-router';
import { isValid } from '#kernel/dates.ts';
import { formatDate } from '#kernel/format.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Button, DateInput, Field, Fields, Page } from '#web/ui/index.ts';
import { schoolsSupportedOn } from '../queries/lists.ts';
import { LISTS_CRUMB, regionOf } from './parts/address.ts';
import { IdentificationTabs } from './parts/frame.tsx';
import { SupportedBelow } from './parts/supported-below.tsx';
import { schoolsWords } from './parts/words.ts';

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  await regionOf(ctx);
  const asked = new URL(request.url).searchParams.get('on') ?? '';
  const on = isValid(asked) ? asked : ctx.clock.today();
  return { on, rows: await schoolsSupportedOn(ctx.scope, ctx.db, on) };
}

export const meta = () => [{ title: 'Школы в списках на дату — Опора' }];
export const handle = { crumbs: () => [LISTS_CRUMB] };

export default function Supported({ loaderData: { on, rows } }: PageProps<typeof loader>) {
  const supported = rows.filter(({ standing }) => standing === 'supported').length;
  return (
    <Page
      title={`Школы в списках на ${formatDate(on)}`}
      lead={`В списках поддержки ${schoolsWords(supported)}, под наблюдением ${schoolsWords(rows.length - supported)}.`}
    >
      <IdentificationTabs />
      <Form method="get">
        <Fields>
          <Field label="На какой день" name="on">
            <DateInput defaultValue={on} key={on} />
          </Field>
          <Button variant="secondary">Показать</Button>
        </Fields>
      </Form>
      <SupportedBelow rows={rows} on={on} />
    </Page>
  );
}
