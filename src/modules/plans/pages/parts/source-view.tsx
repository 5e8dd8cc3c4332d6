/** The source document as it was read: what the plan was made from, to compare with. */
import type { Block, Paragraph, SourceDocument, Table } from '#documents/model.ts';
import { cellText, sourceRowId } from '../../domain/source-places.ts';
import styles from './source-view.module.css';

export function SourceView({ source }: { source: SourceDocument }) {
  const numbers = new Map(
    source.blocks.filter((block) => block.kind === 'table').map((table, index) => [table as Block, index + 1]),
  );
  return (
    <div className={styles.source} role="region" aria-label="Документ" tabIndex={0}>
      {source.blocks.map((block, index) => (
        <BlockView key={index} block={block} table={numbers.get(block) ?? 0} />
      ))}
    </div>
  );
}

function BlockView({ block, table }: { block: Block; table: number }) {
  return block.kind === 'table' ? <TableView table={block} number={table} /> : <ParagraphView paragraph={block} />;
}

function ParagraphView({ paragraph }: { paragraph: Paragraph }) {
  const text = [paragraph.listNumber, paragraph.text].filter(Boolean).join(' ');
  return <p className={paragraph.bold || paragraph.headingLevel !== null ? styles.strong : styles.paragraph}>{text}</p>;
}

function TableView({ table, number }: { table: Table; number: number }) {
  return (
    <table className={styles.table}>
      <tbody>
        {table.rows.map((row, index) => (
          <tr key={index} id={sourceRowId(number, index + 1)} className={styles.row}>
            {row.cells.map((cell) => {
              // Official tables begin with their header; it looks as in the document, and is read with each cell.
              const Cell = index === 0 ? 'th' : 'td';
              return (
                <Cell key={cell.column} colSpan={cell.columnSpan} rowSpan={cell.rowSpan} className={styles.cell}>
                  {[
                    ...cell.paragraphs.flatMap((paragraph) => paragraph.listNumber ?? []).slice(0, 1),
                    cellText(cell),
                  ].join(' ')}
                </Cell>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
