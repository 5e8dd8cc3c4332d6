/** One methodology: in sentences, as text, and what may be done with it. */
import { Form } from 'react-router';
import { formatNumber } from '#kernel/format.ts';
import { usesInWords } from '#kernel/permitted-use.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, refused } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  ButtonLink,
  Details,
  ErrorSummary,
  Field,
  Fields,
  Notice,
  Page,
  PostButton,
  Prose,
  Section,
  Status,
  SummaryList,
  Table,
  TextArea,
} from '#web/ui/index.ts';
import { discardMethodologyDraft, publishMethodology, withdrawMethodology } from '../commands/methodologies.ts';
import { CERTAINTY_NAMES } from '../methodology/describe.ts';
import { restLines, ruleLines } from '../methodology/sentences.ts';
import { shippedMethodology } from '../methodology/shipped.ts';
import { methodologyFromText } from '../methodology/text.ts';
import { mayKeepLists } from '../policy.ts';
import { methodologyVersion } from '../queries/methodologies.ts';
import { idOf, LISTS_CRUMB, METHODOLOGIES_CRUMB, regionOf } from './parts/address.ts';
import { PermittedUse } from './parts/frame.tsx';
import { MethodologyText, RuleText } from './parts/methodology-parts.tsx';
import { METHODOLOGY_STATE_WORDS, shortHash } from './parts/words.ts';

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const region = await regionOf(ctx);
  const version =
    params['code'] === undefined
      ? await methodologyVersion(ctx.scope, ctx.db, idOf(params, 'versionId'))
      : { id: null, body: (await shippedMethodology(params['code'])).text, state: 'shipped', hash: null };
  const { methodology } = methodologyFromText(version.body);
  return {
    id: version.id,
    state: version.state,
    hash: version.hash,
    text: version.body,
    key: version.id === null ? `shipped:${methodology.id}` : String(version.id),
    keeps: mayKeepLists(ctx.actor, region),
    head: {
      code: methodology.id,
      version: methodology.version,
      title: methodology.title,
      description: methodology.description,
      source: methodology.source,
      certainty: CERTAINTY_NAMES[methodology.certainty],
    },
    use: usesInWords(methodology.permittedUses),
    parameters: Object.entries(methodology.parameters).map(([name, one]) => ({
      name,
      title: one.title,
      value: formatNumber(one.value, { atMost: 4 }),
      certainty: CERTAINTY_NAMES[one.certainty],
      source: one.source ?? null,
    })),
    listed: ruleLines(methodology.listed),
    risk: methodology.risk ? ruleLines(methodology.risk) : null,
    rest: restLines(methodology),
  };
}

export async function action({ params, request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const versionId = idOf(params, 'versionId');
  const form = await request.formData();
  try {
    switch (form.get('intent')) {
      case 'publish':
        await publishMethodology(ctx, versionId);
        return redirectWith(`/identification/methodologies/${versionId}`, 'Версия опубликована и больше не меняется.');
      case 'discard':
        await discardMethodologyDraft(ctx, versionId);
        return redirectWith('/identification/methodologies', 'Черновик удалён.');
      default:
        await withdrawMethodology(ctx, versionId, String(form.get('reason') ?? ''));
        return redirectWith(`/identification/methodologies/${versionId}`, 'Версия отозвана.');
    }
  } catch (error) {
    return refused(error, form, 'reason');
  }
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `${loaderData ? titled(loaderData) : 'Методика'} — Опора` },
];
export const handle = { crumbs: () => [LISTS_CRUMB, METHODOLOGIES_CRUMB] };

/** A version of the region has the words of the methodology it was made from. */
function titled({ head, id }: PageProps<typeof loader>['loaderData']): string {
  return id === null ? head.title : `${head.title}, версия ${head.version}, запись ${id}`;
}

export default function MethodologyPage({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { head, state, key, keeps, parameters, listed, risk, rest, text, hash, use } = loaderData;
  const words = METHODOLOGY_STATE_WORDS[state];
  const from = encodeURIComponent(key);
  return (
    <Page
      title={head.title}
      caption="Методика"
      lead={head.description}
      actions={
        <>
          {state === 'shipped' || state === 'published' ? (
            <ButtonLink to={`/identification/runs/new?methodology=${from}`} variant="primary">
              Сделать расчёт
            </ButtonLink>
          ) : null}
          {keeps ? (
            <>
              <ButtonLink to={`/identification/methodologies/form?from=${from}`}>
                {state === 'draft' ? 'Изменить формой' : 'Новая версия формой'}
              </ButtonLink>
              <ButtonLink to={`/identification/methodologies/text?from=${from}`}>
                {state === 'draft' ? 'Изменить текстом' : 'Новая версия текстом'}
              </ButtonLink>
            </>
          ) : null}
        </>
      }
    >
      <ErrorSummary errors={actionData?.errors} />
      {state === 'draft' && keeps ? <Draft /> : null}
      <SummaryList
        rows={[
          { term: 'Состояние', value: words ? <Status tone={words.tone}>{words.text}</Status> : state },
          { term: 'Код и версия', value: `${head.code}, версия ${head.version}` },
          { term: 'Источник', value: head.source },
          { term: 'Достоверность', value: head.certainty },
          { term: 'Отпечаток', value: hash === null ? null : <code title={hash}>{shortHash(hash)}</code> },
        ]}
      />
      <Section title="Когда школа входит в список">
        <RuleText lines={listed} />
      </Section>
      {risk ? (
        <Section title="Когда школа входит в группу риска">
          <RuleText lines={risk} />
        </Section>
      ) : null}
      <Section title="Что ещё учитывается">
        <Prose>
          <ul>
            {rest.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Prose>
      </Section>
      <Section title="Параметры">
        <Table
          caption="Параметры методики"
          hideCaption
          rows={parameters}
          rowKey={({ name }) => name}
          columns={[
            { key: 'title', header: 'Параметр', width: 'wide', cell: ({ title }) => title },
            { key: 'value', header: 'Значение', numeric: true, cell: ({ value }) => value },
            { key: 'certainty', header: 'Достоверность', cell: ({ certainty }) => certainty },
            { key: 'source', header: 'Откуда', width: 'wide', cell: ({ source }) => source ?? '—' },
          ]}
          empty={<p>Параметров нет: все числа записаны в правиле.</p>}
        />
      </Section>
      <PermittedUse use={use} />
      <Details summary="Текст методики (YAML)">
        <MethodologyText text={text} />
      </Details>
      {state === 'published' && keeps ? <Withdrawal error={errorOf(actionData?.errors, 'reason')} /> : null}
    </Page>
  );
}

function Draft() {
  return (
    <Notice title="Черновик: расчёты по нему пока не делаются">
      <p>После публикации версия не меняется, чтобы любой расчёт можно было повторить.</p>
      <Actions>
        <PostButton fields={{ intent: 'publish' }} variant="primary">
          Опубликовать версию
        </PostButton>
        <PostButton fields={{ intent: 'discard' }}>Удалить черновик</PostButton>
      </Actions>
    </Notice>
  );
}

function Withdrawal({ error }: { error: string | undefined }) {
  return (
    <Details summary="Отозвать версию" open={error !== undefined}>
      <p>Новых расчётов по ней не будет, прежние останутся.</p>
      <Form method="post">
        <Fields>
          <Field label="Почему" name="reason" error={error}>
            <TextArea rows={2} />
          </Field>
          <Actions>
            <Button variant="warning" name="intent" value="withdraw">
              Отозвать версию
            </Button>
          </Actions>
        </Fields>
      </Form>
    </Details>
  );
}
