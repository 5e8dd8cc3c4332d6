import { useSearchParams } from 'react-router';
import {
  type Column,
  EmptyState,
  ButtonLink,
  FilterTags,
  Filters,
  Field,
  Pagination,
  Select,
  Status,
  Table,
  Tabs,
  TextInput,
  type Tone,
} from '#web/ui/index.ts';
import { Example } from './example.tsx';

type Row = { number: string; text: string; deadline: string; tone: Tone; state: string; hours: number };

const ROWS: Row[] = [
  {
    number: '1.1',
    text: 'Анализ результатов государственной итоговой аттестации по русскому языку и математике в разрезе школ',
    deadline: 'сентябрь 2026 г.',
    tone: 'done',
    state: 'Исполнено в срок',
    hours: 12,
  },
  {
    number: '1.2',
    text: 'Закрепление кураторов за школами',
    deadline: 'до 1 октября 2026 г.',
    tone: 'late',
    state: 'Исполнено с опозданием',
    hours: 4,
  },
  {
    number: '1.3',
    text: 'Выезд методистов в школы, консультации для учителей-предметников',
    deadline: 'ежемесячно',
    tone: 'overdue',
    state: 'Просрочено',
    hours: 1036,
  },
  {
    number: '2.1',
    text: 'Семинар-практикум «Приёмы работы с неуспевающими»',
    deadline: 'I квартал 2027 г.',
    tone: 'planned',
    state: 'Срок не наступил',
    hours: 8.5,
  },
];

const COLUMNS: Column<Row>[] = [
  { key: 'number', header: '№', cell: (row) => row.number, width: 'narrow', sortKey: 'number' },
  { key: 'text', header: 'Мероприятие', cell: (row) => <a href="#tables">{row.text}</a>, width: 'wide' },
  { key: 'deadline', header: 'Срок', cell: (row) => row.deadline, sortKey: 'deadline' },
  { key: 'state', header: 'Состояние', cell: (row) => <Status tone={row.tone}>{row.state}</Status> },
  {
    key: 'hours',
    header: 'Затраты, ч',
    cell: (row) => row.hours.toLocaleString('ru'),
    numeric: true,
    sortKey: 'hours',
  },
];

export function TableExamples() {
  const [parameters] = useSearchParams();
  const page = Number(parameters.get('page') ?? 4);
  return (
    <>
      <Example name="Filters, FilterTags">
        <Filters resetHref="/dev/ui#tables">
          <Field label="Название" name="q">
            <TextInput type="search" />
          </Field>
          <Field label="Муниципалитет" name="municipality">
            <Select
              options={[
                { value: '', label: 'Все' },
                { value: '1', label: 'Берёзовский район' },
              ]}
            />
          </Field>
          <Field label="Состояние" name="state">
            <Select
              options={[
                { value: '', label: 'Любое' },
                { value: 'overdue', label: 'Просрочено' },
              ]}
            />
          </Field>
        </Filters>
        <FilterTags
          tags={[
            { label: 'Берёзовский район', removeHref: '/dev/ui#tables' },
            { label: 'Просрочено', removeHref: '/dev/ui#tables' },
          ]}
        />
      </Example>
      <Example name="Table">
        <Table
          caption="Мероприятия плана"
          columns={COLUMNS}
          rows={ROWS}
          rowKey={(row) => row.number}
          sort={{ key: 'deadline', direction: 'asc' }}
          sortHref={(key, direction) => `/dev/ui?sort=${key}.${direction}#tables`}
        />
        <Pagination page={page} pageSize={50} total={612} href={(number) => `/dev/ui?page=${number}#tables`} />
      </Example>
      <Example name="Table scroll">
        <Table
          scroll
          caption="Охват по школам"
          rowKey={(row) => row.number}
          rows={ROWS}
          columns={[...COLUMNS, ...COLUMNS.map((column) => ({ ...column, key: `${column.key}-2` }))]}
        />
      </Example>
      <Example name="Table, EmptyState">
        <Table
          caption="Мероприятия плана"
          columns={COLUMNS}
          rows={[]}
          rowKey={(row) => row.number}
          empty={
            <EmptyState
              title="Мероприятий пока нет"
              action={
                <ButtonLink to="#tables" variant="primary">
                  Загрузить план из Word
                </ButtonLink>
              }
            >
              План создан, но в нём нет ни одной строки. Загрузите готовый документ или добавьте мероприятия по одному.
            </EmptyState>
          }
        />
      </Example>
      <Example name="Tabs">
        <Tabs
          label="Пример разделов"
          items={[
            { label: 'Таблица', to: '/dev/ui' },
            { label: 'Сроки', to: '/dev/ui/timeline', count: 48 },
            { label: 'Охват', to: '/dev/ui/coverage' },
          ]}
        />
      </Example>
    </>
  );
}
