import { formatNumber } from '#kernel/format.ts';
import { procedureOfId, procedureTitle } from '#modules/assessments/index.ts';
import { type Column, Link, Status, Table } from '#web/ui/index.ts';
import type { ImportFile } from '../../queries/imports.ts';

/** What was found in each file; while the import is open, files can be left out. */
export function FilesTable({ files, importId, open }: { files: ImportFile[]; importId: number; open: boolean }) {
  const columns: Column<ImportFile>[] = [
    ...(open ? [TAKEN] : []),
    { key: 'name', header: 'Файл', width: 'wide', cell: ({ name }) => name },
    { key: 'procedure', header: 'Процедура', cell: whatIsIn },
    { key: 'schools', header: 'Школ', numeric: true, cell: ({ counts }) => figure(counts?.schools) },
    { key: 'pupils', header: 'Учеников', numeric: true, cell: ({ counts }) => figure(counts?.pupils) },
    { key: 'absent', header: 'Отсутст\u00ADвовали', numeric: true, cell: ({ counts }) => figure(counts?.absent) },
    {
      key: 'refused',
      header: 'Строк не взято',
      numeric: true,
      cell: ({ counts }) => figure(counts && counts.rows - counts.taken),
    },
    { key: 'state', header: 'Состояние', cell: (file) => <State file={file} importId={importId} /> },
  ];
  return <Table caption="Файлы загрузки" hideCaption columns={columns} rows={files} rowKey={({ id }) => id} />;
}

const TAKEN: Column<ImportFile> = {
  key: 'taken',
  header: 'Взять',
  width: 'narrow',
  cell: ({ id, name, state, accepted }) =>
    state === 'read' ? (
      <input type="checkbox" name="file" value={id} defaultChecked={accepted} aria-label={`Взять файл ${name}`} />
    ) : null,
};

function State({ file, importId }: { file: ImportFile; importId: number }) {
  if (file.state === 'columns')
    return (
      <>
        <Status tone="due">нужно уточнить</Status>{' '}
        <Link
          to={`/results/import/${importId}/${file.question?.asks === 'columns' ? 'columns' : 'files'}/${file.id}`}
          aria-label={`${file.question?.asks === 'columns' ? 'Указать столбцы' : 'Указать процедуру'}: ${file.name}`}
        >
          {file.question?.asks === 'columns' ? 'Указать столбцы' : 'Указать процедуру'}
        </Link>
      </>
    );
  if (file.state === 'refused')
    return (
      <>
        <Status tone="overdue">не прочитан</Status> {file.error?.text} {file.error?.advice}
      </>
    );
  if (file.state === 'waiting') return <Status tone="planned">ждёт чтения</Status>;
  const errors = file.counts?.errors ?? 0;
  return errors > 0 ? (
    <>
      <Status tone="late">прочитан с ошибками</Status>{' '}
      <Link
        to={`/results/import/${importId}/issues?file=${file.id}&severity=error`}
        aria-label={`ошибок: ${errors}, файл ${file.name}`}
      >
        ошибок: {errors}
      </Link>
    </>
  ) : (
    <Status tone="done">прочитан</Status>
  );
}

const FACTS = {
  context: 'контекстные данные школ',
  passport: 'социальные паспорта',
  olympiad: 'участие в олимпиаде',
} as const;

function whatIsIn({ kind, procedureIds }: ImportFile) {
  if (kind !== null && kind !== 'results') return FACTS[kind];
  const procedures = procedureIds.flatMap((id) => procedureOfId(id) ?? []);
  return procedures.length === 0
    ? '—'
    : procedures.map((one) => <div key={procedureTitle(one)}>{procedureTitle(one)}</div>);
}

function figure(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : formatNumber(value);
}
