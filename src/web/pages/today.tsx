import type { LoaderFunctionArgs } from 'react-router';
import { useLoaderData } from 'react-router';
import { requestOf } from '../request.ts';
import styles from './today.module.css';

export function loader({ context }: LoaderFunctionArgs) {
  return { today: requestOf(context).clock.today() };
}

export default function Today() {
  const { today } = useLoaderData<typeof loader>();
  return <h1 className={styles.title}>Сегодня {today}</h1>;
}
