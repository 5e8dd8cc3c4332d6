import { Icon } from '#web/ui/index.ts';
import type { DocumentReference } from '../../queries/report.ts';
import { documentName } from '../../words.ts';
import styles from './documents.module.css';

/** Documents that prove execution; `open` tells whether the reader may take the files. */
export function DocumentList({ documents, open }: { documents: readonly DocumentReference[]; open: boolean }) {
  if (documents.length === 0) return null;
  return (
    <ul className={styles.list}>
      {documents.map((document) => (
        <li key={document.id}>
          <DocumentLink document={document} open={open} />
        </li>
      ))}
    </ul>
  );
}

function DocumentLink({ document, open }: { document: DocumentReference; open: boolean }) {
  const name = documentName(document);
  if (open && document.fileName !== null) {
    return (
      <a href={`/documents/${document.id}/file`}>
        <Icon name="download" /> {name}
      </a>
    );
  }
  if (document.url !== null) {
    return (
      <a href={document.url} rel="noreferrer noopener">
        <Icon name="link" /> {name}
      </a>
    );
  }
  return <>{name}</>;
}
