import type { ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { createMemoryRouter, MemoryRouter, RouterProvider } from 'react-router';
import { describe, expect, test } from 'vitest';
import {
  ButtonLink,
  type Column,
  Field,
  FilterTags,
  Pagination,
  PostButton,
  Progress,
  Radios,
  Status,
  SummaryList,
  Table,
  Tabs,
  Term,
  TextInput,
} from './index.ts';

function html(element: ReactElement, at = '/'): string {
  return renderToString(<MemoryRouter initialEntries={[at]}>{element}</MemoryRouter>).replaceAll('<!-- -->', '');
}

const attributes = (text: string, tag: string) =>
  [...text.matchAll(new RegExp(`<${tag}\\b[^>]*>`, 'g'))].map(([found]) => found);

test('a button and a link like one are read aloud by the name they are given', () => {
  const link = html(
    <ButtonLink to="/file.csv" download aria-label="Динамика: скачать CSV">
      CSV
    </ButtonLink>,
  );
  expect(attributes(link, 'a')[0]).toContain('aria-label="Динамика: скачать CSV"');
  const routes = createMemoryRouter([
    { path: '/', element: <PostButton aria-label="Отозвать роль куратора">Отозвать</PostButton> },
  ]);
  expect(attributes(renderToString(<RouterProvider router={routes} />), 'button')[0]).toContain(
    'aria-label="Отозвать роль куратора"',
  );
});

describe('a field', () => {
  test('ties its control to label, hint and error', () => {
    const text = html(
      <Field label="Номер" name="number" hint="Цифрами" error="Заполните.">
        <TextInput />
      </Field>,
    );
    expect(text).toContain('for="f-number"');
    const [input] = attributes(text, 'input');
    for (const part of [
      'id="f-number"',
      'name="number"',
      'aria-describedby="f-number-hint f-number-error"',
      'aria-invalid="true"',
    ]) {
      expect(input).toContain(part);
    }
  });

  test('of choices is a group with a legend, and the error summary finds its first choice', () => {
    const options = [
      { value: 'a', label: 'А' },
      { value: 'b', label: 'Б' },
    ];
    const text = html(
      <Field label="Решение" name="decision">
        <Radios options={options} defaultValue="b" />
      </Field>,
    );
    expect(text).toMatch(/<fieldset[^>]*><legend[^>]*>Решение/);
    const [first, second] = attributes(text, 'input');
    expect(first).toContain('id="f-decision"');
    expect(second).toContain('checked=""');
  });
});

describe('a table', () => {
  type Row = { name: string };
  const columns: Column<Row>[] = [
    { key: 'name', header: 'Название', sortKey: 'name', cell: (row) => row.name },
    { key: 'hours', header: 'Часы', numeric: true, cell: () => 3 },
  ];
  const base = { caption: 'Курсы', columns, rowKey: (row: Row) => row.name };

  test('stays a table for who listens to it, and names each fact for the narrow page', () => {
    const text = html(<Table {...base} rows={[{ name: 'А' }]} />);
    expect(attributes(text, 'td')).toEqual([
      expect.stringContaining('data-label="Название"'),
      expect.stringContaining('data-label="Часы"'),
    ]);
    for (const role of ['table', 'row', 'columnheader', 'cell']) expect(text).toContain(`role="${role}"`);
  });

  test('says how it is sorted and links to the other direction', () => {
    const text = html(
      <Table
        {...base}
        rows={[{ name: 'А' }]}
        sort={{ key: 'name', direction: 'asc' }}
        sortHref={(key, direction) => `/courses?sort=${key}.${direction}`}
      />,
    );
    expect(text).toContain('aria-sort="ascending"');
    expect(text).toContain('href="/courses?sort=name.desc"');
  });

  test('without rows shows what stands instead', () => {
    expect(html(<Table {...base} rows={[]} empty="Пока пусто" />)).toBe('Пока пусто');
  });
});

describe('pagination', () => {
  const pages = (page: number, total: number) => {
    const text = html(<Pagination page={page} pageSize={10} total={total} href={(number) => `?page=${number}`} />);
    return [...text.matchAll(/aria-label="Страница (\d+)"|(…)/g)].map(([, number, gap]) => number ?? gap);
  };

  test('shows the ends and the neighbours, and never a gap of one page', () => {
    expect(pages(1, 100)).toEqual(['1', '2', '…', '10']);
    expect(pages(5, 100)).toEqual(['1', '…', '4', '5', '6', '…', '10']);
    expect(pages(4, 100)).toEqual(['1', '2', '3', '4', '5', '…', '10']);
    expect(pages(3, 30)).toEqual(['1', '2', '3']);
  });

  test('is not there for a single page', () => {
    expect(pages(1, 10)).toEqual([]);
  });
});

test('tabs mark the one whose address is the longest beginning of the page', () => {
  const items = [
    { label: 'План', to: '/plans/7' },
    { label: 'История', to: '/plans/7/history' },
  ];
  const current = (at: string) => /aria-current="page"[^>]*>([^<]*)/.exec(html(<Tabs items={items} />, at))?.[1];
  expect(current('/plans/7')).toBe('План');
  expect(current('/plans/7/history/2')).toBe('История');
  expect(current('/plans/70')).toBeUndefined();
});

test('a summary list leaves out facts that are not known', () => {
  const text = html(
    <SummaryList
      rows={[
        { term: 'ИНН', value: null },
        { term: 'Номер', value: '7' },
        { term: 'Адрес', value: '' },
      ]}
    />,
  );
  expect(attributes(text, 'dt')).toHaveLength(1);
});

test('a state is a word with a shape, the shape not read aloud', () => {
  const text = html(<Status tone="overdue">Просрочено</Status>);
  expect(text).toContain('Просрочено');
  expect(attributes(text, 'svg')[0]).toContain('aria-hidden="true"');
});

test('progress tells its numbers in words, and never draws more than the whole', () => {
  const text = html(<Progress label="Исполнено" value={12} max={10} />);
  expect(text).toContain('aria-valuetext="12 из 10"');
  expect(attributes(text, 'rect').at(-1)).toContain('width="100"');
});

test('a filter tag says what pressing it does', () => {
  expect(html(<FilterTags tags={[{ label: 'Просрочено', removeHref: '/overdue' }]} />)).toContain('Убрать условие: ');
});

test('an abbreviation from the glossary has its meaning beside it; an unknown one is plain text', () => {
  expect(html(<Term abbreviation="ВПР" />)).toContain('всероссийские проверочные работы');
  expect(html(<Term abbreviation="ЫЫЫ" />)).toBe('ЫЫЫ');
});
