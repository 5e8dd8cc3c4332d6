/** With JavaScript files go one by one, so hundreds of them need no long request and their progress is seen. */
import { type DragEvent, type FormEvent, useRef, useState } from 'react';
import { useNavigate } from 'react-router';

const ADDRESS = '/results/import/files';

export function useUpload() {
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState(0);
  const [sending, setSending] = useState<{ done: number; total: number } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const navigate = useNavigate();

  const choose = () => setChosen(input.current?.files?.length ?? 0);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    if (!input.current || event.dataTransfer.files.length === 0) return;
    input.current.files = event.dataTransfer.files;
    choose();
  };
  const send = (event: FormEvent<HTMLFormElement>) => {
    const files = [...(input.current?.files ?? [])];
    // One file is the ordinary form.
    if (files.length < 2) return;
    event.preventDefault();
    const year = new FormData(event.currentTarget).get('year');
    setFailure(null);
    setSending({ done: 0, total: files.length });
    sendAll(files, typeof year === 'string' ? year : '', (done) => setSending({ done, total: files.length })).then(
      (importId) => void navigate(`/results/import/${importId}`),
      (error: Error) => {
        setSending(null);
        setFailure(error.message);
      },
    );
  };
  return { input, chosen, choose, drop, send, sending, failure };
}

async function sendAll(files: readonly File[], year: string, onDone: (done: number) => void): Promise<number> {
  const { importId } = await post({ intent: 'open', year });
  if (importId === undefined) throw new Error('Загрузка не началась. Повторите попытку.');
  for (const [index, file] of files.entries()) {
    await post({ intent: 'file', importId: String(importId), path: file.webkitRelativePath || file.name, file });
    onDone(index + 1);
  }
  await post({ intent: 'start', importId: String(importId) });
  return importId;
}

async function post(fields: Record<string, string | File>): Promise<{ importId?: number }> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const answer = await patientFetch(form).catch(() => null);
  if (!answer) throw new Error('Связь прервалась. Проверьте сеть и отправьте файлы ещё раз.');
  const body = (await answer.json().catch(() => ({}))) as { importId?: number; text?: string };
  if (!answer.ok) throw new Error(body.text ?? 'Сервер не принял файл. Отправьте файлы ещё раз.');
  return body;
}

/** Thousands of files in a row pass the limit of uploads: the server says how long to wait. */
async function patientFetch(body: FormData): Promise<Response> {
  for (;;) {
    const answer = await fetch(ADDRESS, { method: 'POST', body });
    if (answer.status !== 429) return answer;
    const seconds = Number(answer.headers.get('Retry-After')) || 1;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}
