/** Second step of an import: the document on one side, what was understood on the other, with corrections kept. */
import { Form, redirect } from 'react-router';
import { count } from '#kernel/plural.ts';
import { redirectWith } from '#web/flash.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ButtonLink,
  Details,
  ErrorSummary,
  Field,
  FieldRow,
  Link,
  Notice,
  Page,
  PostButton,
  Section,
  Select,
  Steps,
  SummaryList,
  Table,
  VisuallyHidden,
} from '#web/ui/index.ts';
import { discardReading } from '../commands/import-plan.ts';
import { idOf } from './parts/address.ts';
import { correctDraft } from './parts/correct-draft.ts';
import { EditingTable } from './parts/editing-table.tsx';
import { HeadForm } from './parts/head-section.tsx';
import { ReadingFailed } from './parts/reading-failed.tsx';
import { reviewPage } from './parts/review-page.ts';
import { SourceView } from './parts/source-view.tsx';
import { Supplements } from './parts/supplements.tsx';
import { IMPORT_STEPS } from './parts/words.ts';
import styles from './import-review.module.css';

export async function loader({ params, request, context }: LoaderArgs) {
  const page = await reviewPage(ctxOf(context), idOf(params, 'readingId'), new URL(request.url).searchParams);
  if (page.planId !== null) throw redirect(`/plans/${page.planId}`);
  return page;
}

export async function action({ params, request, context }: ActionArgs) {
  const readingId = idOf(params, 'readingId');
  const form = await request.formData();
  if (form.get('intent') === 'discard') {
    await discardReading(ctxOf(context), readingId);
    return redirectWith('/plans/import', 'Загрузка убрана.');
  }
  return correctDraft(ctxOf(context), readingId, form);
}

export { shouldRevalidate } from './parts/revalidate.ts';
export const handle = {
  crumbs: () => [
    { label: 'Планы', to: '/plans' },
    { label: 'Загрузить план', to: '/plans/import' },
  ],
};
export const meta = () => [{ title: 'Проверка документа — Опора' }];

type Loaded = PageProps<typeof loader>['loaderData'];

export default function ImportReview({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { review, fileName, failure, organisation } = loaderData;
  if (review === null)
    return (
      <Page title="Документ не прочитан" caption={organisation}>
        <Steps steps={IMPORT_STEPS} current={0} />
        <ReadingFailed failure={failure} fileName={fileName} />
      </Page>
    );
  const here = `/plans/import/${loaderData.id}`;
  const { body, editing } = review;
  return (
    <Page
      title="Проверка документа"
      caption={organisation}
      lead={`${fileName}: ${[count(body.measures.length, 'мероприятие', 'мероприятия', 'мероприятий'), ...(body.sections.length === 0 ? [] : [count(body.sections.length, 'раздел', 'раздела', 'разделов')])].join(', ')}.`}
      actions={
        <>
          <ButtonLink variant="primary" to={`${here}/saving`}>
            Дальше: сохранить план
          </ButtonLink>
          <PostButton fields={{ intent: 'discard' }}>Убрать загрузку</PostButton>
        </>
      }
    >
      <Steps steps={IMPORT_STEPS} current={1} />
      {editing.target.kind === 'none' ? <ErrorSummary errors={actionData?.errors} /> : null}
      <Issues review={review} here={here} />
      <div className={styles.sides}>
        <div className={styles.side}>
          <Section title="Документ">
            {loaderData.source === null ? null : <SourceView source={loaderData.source} />}
          </Section>
        </div>
        <div className={styles.side} id="structure">
          <Section
            title="Что понято"
            actions={
              editing.target.kind === 'head' ? undefined : (
                <Link to={`${here}?edit=head`}>Изменить сведения о плане</Link>
              )
            }
          >
            {editing.target.kind === 'head' ? (
              <HeadForm
                head={body}
                hidden={{ intent: 'head', print: editing.print }}
                cancel={here}
                failure={actionData}
              />
            ) : (
              <HeadFacts {...loaderData} />
            )}
          </Section>
          <EditingTable
            content={body}
            editing={editing}
            here={here}
            closed={`${here}#structure`}
            failure={actionData}
            remarks={(measure) => remarksOn(measure.id, review)}
          />
          <Unlinked review={review} />
          <Supplements content={body} />
          <Details summary="Вернуть как прочитано">
            <p>Все исправления этой страницы будут сняты.</p>
            <PostButton variant="warning" fields={{ intent: 'drop' }}>
              Снять исправления
            </PostButton>
          </Details>
        </div>
      </div>
    </Page>
  );
}

type Review = NonNullable<Loaded['review']>;

function HeadFacts({ review }: Loaded) {
  return <SummaryList rows={review?.facts ?? []} />;
}

/** All that was found, each with the way to its place; what has been corrected since is said to be so. */
function Issues({ review, here }: { review: Review; here: string }) {
  const open = review.issues.filter((issue) => !issue.corrected);
  if (review.issues.length === 0)
    return (
      <Notice tone="success" title="Замечаний нет">
        Проверьте сроки и ответственных и сохраните план.
      </Notice>
    );
  return (
    <Details
      open={open.length > 0}
      summary={
        open.length === 0
          ? 'Все замечания исправлены'
          : `Проверьте: ${count(open.length, 'замечание', 'замечания', 'замечаний')}`
      }
    >
      <Table
        caption="Замечания к документу"
        hideCaption
        rows={review.issues}
        rowKey={(issue) => review.issues.indexOf(issue)}
        columns={[
          {
            key: 'where',
            header: 'Где',
            cell: (issue) =>
              issue.measureId === null ? (
                issue.where
              ) : (
                <a href={`${here}?edit=${issue.measureId}#measure-${issue.measureId}`}>{issue.where}</a>
              ),
          },
          { key: 'text', header: 'Что', width: 'wide', cell: (issue) => issue.text },
          {
            key: 'advice',
            header: 'Что сделать',
            cell: (issue) => (issue.corrected ? 'строка исправлена' : issue.advice),
          },
        ]}
      />
    </Details>
  );
}

function remarksOn(measureId: number, review: Review) {
  const place = review.places[measureId];
  const issues = review.issues.filter((issue) => issue.measureId === measureId && !issue.corrected);
  return {
    notes: issues.map((issue, index) => (
      <Notice key={index} tone={issue.severity === 'error' ? 'error' : 'warning'} title={issue.text}>
        {issue.advice}
      </Notice>
    )),
    link: place === undefined ? null : <a href={`#${place}`}>Показать в документе</a>,
  };
}

/** Bodies that the register does not know: linked once, for all measures that name them. */
function Unlinked({ review }: { review: Review }) {
  if (review.unlinked.length === 0) return null;
  return (
    <Section
      title="Кого нет в справочнике"
      id="names"
      actions={
        <PostButton fields={{ intent: 'relink' }} variant="link">
          Искать связи снова
        </PostButton>
      }
    >
      <p>
        Этих исполнителей Опора не нашла среди организаций. План можно сохранить и так: их имена останутся в тексте.
      </p>
      <Table
        caption="Исполнители без связи"
        hideCaption
        rows={review.unlinked}
        rowKey={(row) => row.name}
        columns={[
          { key: 'name', header: 'В документе', width: 'wide', cell: (row) => row.name },
          { key: 'measures', header: 'Мероприятий', numeric: true, cell: (row) => row.measures },
          { key: 'link', header: 'Связать', cell: (row) => <LinkForm row={row} /> },
        ]}
      />
    </Section>
  );
}

function LinkForm({ row }: { row: Review['unlinked'][number] }) {
  if (row.candidates.length === 0)
    return (
      <PostButton
        fields={{ intent: 'propose', name: row.name }}
        aria-label={`Предложить добавить в справочник: ${row.name}`}
      >
        Предложить добавить в справочник
      </PostButton>
    );
  return (
    <Form method="post">
      <input type="hidden" name="name" value={row.name} />
      <FieldRow>
        <Field
          label={`Организация для «${row.name}»`}
          name="organisation"
          id={`link-${row.name.replace(/[^\p{L}\p{N}]+/gu, '-')}`}
          hideLabel
        >
          <Select options={row.candidates.map(({ id, shortName }) => ({ value: String(id), label: shortName }))} />
        </Field>
        <Actions>
          <Button variant="secondary" name="intent" value="link">
            Связать<VisuallyHidden>: {row.name}</VisuallyHidden>
          </Button>
          <Button variant="link" name="intent" value="propose">
            Это другая организация: предложить добавить<VisuallyHidden> «{row.name}»</VisuallyHidden>
          </Button>
        </Actions>
      </FieldRow>
    </Form>
  );
}
