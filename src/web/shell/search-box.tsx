import { Form, useLocation, useNavigate, useSearchParams } from 'react-router';
import { Combobox, Icon, VisuallyHidden } from '../ui/index.ts';
import styles from './search-box.module.css';

/** The search of everything: a plain form, with suggestions where there is JavaScript. */
export function SearchBox() {
  const [parameters] = useSearchParams();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  // Lists have a `q` of their own.
  const query = pathname === '/search' ? (parameters.get('q') ?? '') : '';
  return (
    <Form action="/search" method="get" role="search" className={styles.box}>
      <label htmlFor="global-search">
        <VisuallyHidden>Поиск по школам, планам и мероприятиям</VisuallyHidden>
      </label>
      <Combobox
        id="global-search"
        name="q"
        type="search"
        placeholder="Школа, план, мероприятие"
        defaultValue={query}
        source="/search/suggestions"
        onChoose={(suggestion) => void navigate(suggestion.value)}
        keepText
      />
      <button className={styles.button}>
        <Icon name="search" />
        <VisuallyHidden>Найти</VisuallyHidden>
      </button>
    </Form>
  );
}
