/** The plan while it is edited: each row has its buttons, one row at a time is a form. With JavaScript rows can be dragged. */
import { type DragEvent, type ReactNode, useState } from 'react';
import { Form, useSubmit } from 'react-router';
import { count } from '#kernel/plural.ts';
import type { FormFailure } from '#web/forms.ts';
import { errorOf, valueOf } from '#web/forms.ts';
import {
  Actions,
  Button,
  ButtonLink,
  ErrorSummary,
  Field,
  FieldRow,
  Fields,
  Link,
  Section,
  TextInput,
  VisuallyHidden,
} from '#web/ui/index.ts';
import type { ContentMeasure, ContentSection, PlanBody } from '../../domain/content.ts';
import { DocumentTable, FormRow } from './document-table.tsx';
import styles from './document-table.module.css';
import { MeasureForm } from './measure-form.tsx';
import type { Editing } from './editing.ts';

type Failure = Partial<FormFailure> | undefined;
type EditingTableProps = {
  content: Pick<PlanBody, 'sections' | 'measures' | 'period' | 'rhythm'>;
  editing: Editing;
  /** Address of the page; `?edit=…` opens a row. */
  here: string;
  /** Address with no row open. */
  closed: string;
  failure: Failure;
  /** Said about a measure under its row; its buttons then stand there too, for want of room beside it. */
  remarks?(measure: ContentMeasure): { notes: ReactNode; link: ReactNode };
};

/** Buttons of all rows belong to this one form: it sends which button of which row. */
const ROWS_FORM = 'rows';

export function EditingTable({ content, editing, here, closed, failure, remarks }: EditingTableProps) {
  const { target } = editing;
  const drag = useDrag();
  const open = target.kind === 'measure' ? target : null;
  const form =
    open === null ? null : (
      <FormRow id={`measure-${open.measure.id}`}>
        <MeasureForm
          measure={open.measure}
          sections={content.sections}
          candidates={editing.candidates}
          schedules={editing.schedules}
          plan={content}
          explanation={editing.explanations[open.measure.id] ?? null}
          cancel={closed}
          errors={failure?.errors}
          values={failure?.values}
          hidden={
            open.isNew
              ? { intent: 'new-measure', after: open.afterId ?? '' }
              : { intent: `measure:${open.measure.id}`, print: editing.print }
          }
        />
      </FormRow>
    );
  const buttons = (measure: ContentMeasure, link?: ReactNode) => (
    <RowButtons measure={measure} here={here} handle={drag.handleProps(measure)} link={link} />
  );
  const belongs = (place: { sectionId: number | null; afterId: number | null }) =>
    open?.isNew === true && open.measure.sectionId === place.sectionId && open.afterId === place.afterId;
  return (
    <Section
      title={count(content.measures.length, 'мероприятие', 'мероприятия', 'мероприятий')}
      actions={
        <>
          <Button form={ROWS_FORM} name="intent" value="renumber" variant="secondary">
            Перенумеровать
          </Button>
          <ButtonLink to={`${here}?edit=new-section`}>Добавить раздел</ButtonLink>
        </>
      }
    >
      <Form method="post" id={ROWS_FORM} preventScrollReset />
      {open === null && target.kind === 'none' ? <ErrorSummary errors={failure?.errors} /> : null}
      {open === null && failure?.values?.['text'] ? <Lost values={failure.values} /> : null}
      {target.kind === 'new-section' ? <SectionForm section={null} print="" cancel={closed} failure={failure} /> : null}
      <DocumentTable
        content={content}
        caption={<VisuallyHidden>Мероприятия плана: правка</VisuallyHidden>}
        explanation={(measure) => editing.explanations[measure.id] ?? null}
        {...(remarks === undefined ? { last: { header: 'Действия', cell: (measure) => buttons(measure) } } : {})}
        instead={(measure) => (open !== null && !open.isNew && open.measure.id === measure.id ? form : null)}
        after={(measure) => (
          <>
            {remarks === undefined ? null : (
              <FormlessRow>
                {remarks(measure).notes}
                {buttons(measure, remarks(measure).link)}
              </FormlessRow>
            )}
            {belongs({ sectionId: measure.sectionId, afterId: measure.id }) ? form : null}
          </>
        )}
        rowProps={drag.rowProps}
        sectionActions={(section) => <SectionButtons section={section} here={here} />}
        endOfSection={(sectionId) => (
          <>
            {belongs({ sectionId, afterId: null }) ? form : null}
            {target.kind === 'section' && target.section.id === sectionId ? (
              <FormRow>
                <SectionForm section={target.section} print={editing.print} cancel={closed} failure={failure} />
              </FormRow>
            ) : null}
            {sectionId === null && content.sections.length > 0 ? null : (
              <FormlessRow>
                <Link
                  to={`${here}?edit=new${sectionId === null ? '' : `&section=${sectionId}`}#measure-0`}
                  preventScrollReset
                >
                  Добавить мероприятие
                </Link>
              </FormlessRow>
            )}
          </>
        )}
      />
    </Section>
  );
}

/** A row of the table's width that is not a measure. */
function FormlessRow({ children }: { children: ReactNode }) {
  return (
    <tr role="row" className={styles.under}>
      <td role="cell" colSpan={20}>
        {children}
      </td>
    </tr>
  );
}

/** The row is gone, but not what was typed into it. */
function Lost({ values }: { values: NonNullable<FormFailure['values']> }) {
  return (
    <Fields>
      <Field label="Что вы набрали" name="lost" hint="Скопируйте, если это ещё нужно.">
        <TextInput readOnly defaultValue={[valueOf(values, 'text'), valueOf(values, 'deadline')].join(' · ')} />
      </Field>
    </Fields>
  );
}

type RowButtonsProps = { measure: ContentMeasure; here: string; handle: Record<string, unknown>; link: ReactNode };

function RowButtons({ measure, here, handle, link }: RowButtonsProps) {
  const name = <VisuallyHidden> мероприятие {measure.number ?? measure.text.slice(0, 40)}</VisuallyHidden>;
  return (
    <div className={styles.actions}>
      <Link to={`${here}?edit=${measure.id}#measure-${measure.id}`} preventScrollReset>
        Изменить{name}
      </Link>
      <SmallButton intent={`up:${measure.id}`}>
        ↑<VisuallyHidden>Выше</VisuallyHidden>
        {name}
      </SmallButton>
      <SmallButton intent={`down:${measure.id}`}>
        ↓<VisuallyHidden>Ниже</VisuallyHidden>
        {name}
      </SmallButton>
      <SmallButton intent={`remove:${measure.id}`}>Удалить{name}</SmallButton>
      <Link
        to={`${here}?edit=new&after=${measure.id}${measure.sectionId === null ? '' : `&section=${measure.sectionId}`}#measure-0`}
        preventScrollReset
      >
        Добавить после{name}
      </Link>
      <span {...handle} className={styles.handle} aria-hidden="true" title="Перетащить">
        ⠿
      </span>
      {link}
    </div>
  );
}

function SectionButtons({ section, here }: { section: ContentSection; here: string }) {
  const name = <VisuallyHidden> раздел {section.title}</VisuallyHidden>;
  return (
    <span className={styles.actions}>
      <Link to={`${here}?edit=section-${section.id}#section-${section.id}`} preventScrollReset>
        Изменить{name}
      </Link>
      <SmallButton intent={`section-up:${section.id}`}>
        ↑<VisuallyHidden>Выше</VisuallyHidden>
        {name}
      </SmallButton>
      <SmallButton intent={`section-down:${section.id}`}>
        ↓<VisuallyHidden>Ниже</VisuallyHidden>
        {name}
      </SmallButton>
      <SmallButton intent={`section-remove:${section.id}`}>Удалить{name}</SmallButton>
    </span>
  );
}

function SmallButton({ intent, children }: { intent: string; children: ReactNode }) {
  return (
    <button type="submit" form={ROWS_FORM} name="intent" value={intent} className={styles.small}>
      {children}
    </button>
  );
}

type SectionFormProps = { section: ContentSection | null; print: string; cancel: string; failure: Failure };

function SectionForm({ section, print, cancel, failure }: SectionFormProps) {
  const { errors, values } = failure ?? {};
  return (
    <Form method="post" noValidate>
      <ErrorSummary errors={errors} />
      <input type="hidden" name="intent" value={section === null ? 'new-section' : `section:${section.id}`} />
      <input type="hidden" name="print" value={print} />
      <Fields>
        <FieldRow>
          <Field label="Номер раздела" name="number" error={errorOf(errors, 'number')}>
            <TextInput size="short" defaultValue={valueOf(values, 'number', section?.number)} />
          </Field>
          <Field label="Название раздела" name="title" error={errorOf(errors, 'title')}>
            <TextInput defaultValue={valueOf(values, 'title', section?.title)} />
          </Field>
        </FieldRow>
        <Actions>
          <Button>Сохранить</Button>
          <Link to={cancel} preventScrollReset>
            Не сохранять
          </Link>
        </Actions>
      </Fields>
    </Form>
  );
}

/** Dragging a row by its handle puts it before the row where it is dropped. Buttons do the same by keyboard. */
function useDrag() {
  const submit = useSubmit();
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const drop = (before: number) => {
    if (dragged !== null && dragged !== before)
      void submit({ intent: `move:${dragged}`, before }, { method: 'post', preventScrollReset: true });
    setDragged(null);
    setOver(null);
  };
  return {
    handleProps: (measure: ContentMeasure) => ({
      draggable: true,
      onDragStart: () => setDragged(measure.id),
      onDragEnd: () => setDragged(null),
    }),
    rowProps: (measure: ContentMeasure) => ({
      className:
        dragged === measure.id ? styles.dragged : over === measure.id && dragged !== null ? styles.over : undefined,
      onDragOver: (event: DragEvent) => {
        if (dragged === null) return;
        event.preventDefault();
        setOver(measure.id);
      },
      onDrop: () => drop(measure.id),
    }),
  };
}
