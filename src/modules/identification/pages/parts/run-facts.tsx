/** What makes a run repeatable: versions, settings, hashes of everything that went in. */
import { formatNumber } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { Details, SummaryList, Table } from '#web/ui/index.ts';
import type { InputFile } from '../../contract.ts';
import type { RunHead } from '../../queries/runs.ts';
import styles from './identification.module.css';

type Facts = Pick<RunHead, 'methodology' | 'hash' | 'program' | 'note' | 'summary' | 'settings'> & { at: string };

export function RunFacts({
  run,
  finished,
  inputs,
}: {
  run: Facts;
  finished: string | null;
  inputs: { total: number; shown: InputFile[] };
}) {
  const changed = Object.entries(run.settings.parameters ?? {});
  return (
    <Details summary="Как это посчитано и как проверить">
      <SummaryList
        rows={[
          { term: 'Методика', value: `${run.methodology.code}, версия ${run.methodology.version}` },
          {
            term: 'Свои значения параметров',
            value: changed.map(([name, value]) => `${name} = ${formatNumber(value, { atMost: 4 })}`).join('; ') || null,
          },
          { term: 'Как учтена случайность', value: run.summary?.uncertainty },
          { term: 'Начат', value: run.at },
          { term: 'Закончен', value: finished },
          { term: 'Версия программы', value: run.program },
          { term: 'Отпечаток результата (SHA-256)', value: run.hash === null ? null : <Hash hash={run.hash} /> },
          { term: 'Файлы результатов', value: count(inputs.total, 'файл', 'файла', 'файлов') },
          { term: 'Заметка', value: run.note },
        ]}
      />
      {run.hash === null ? null : (
        <p>
          Файл «для проверки» содержит методику, данные и результат. Любой может повторить расчёт командой{' '}
          <code>opora verify ФАЙЛ</code>.
        </p>
      )}
      {inputs.shown.length > 0 ? (
        <Table
          caption={inputs.total > inputs.shown.length ? `Первые ${inputs.shown.length} файлов` : 'Файлы результатов'}
          rows={inputs.shown}
          rowKey={({ file, sha256 }) => `${file} ${sha256}`}
          columns={[
            { key: 'file', header: 'Файл', width: 'wide', cell: ({ file }) => file },
            { key: 'sha', header: 'Отпечаток (SHA-256)', width: 'wide', cell: ({ sha256 }) => <Hash hash={sha256} /> },
          ]}
        />
      ) : null}
    </Details>
  );
}

function Hash({ hash }: { hash: string }) {
  return <code className={styles.hash}>{hash}</code>;
}
