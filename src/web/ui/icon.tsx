/** Line icons on a 16 px grid, drawn in the colour of the text. They repeat a word, never replace it. */
import styles from './icon.module.css';

const PATHS = {
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9M10.3 10.3l3.7 3.7',
  bell: 'M8 2a4 4 0 0 1 4 4c0 3.2 1.5 4.5 1.5 5.5h-11C2.5 10.5 4 9.2 4 6a4 4 0 0 1 4-4M6.5 13.500a1.6 1.6 0 0 0 3 0',
  person: 'M8 2.500a2.75 2.75 0 1 1 0 5.5 2.75 2.75 0 0 1 0-5.500M2.5 14c.6-2.7 2.8-4 5.5-4s4.9 1.3 5.5 4',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8M8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4',
  menu: 'M2 4h12M2 8h12M2 12h12',
  close: 'M3.5 3.500l9 9M12.5 3.500l-9 9',
  plus: 'M8 3v10M3 8h10',
  check: 'M3 8.500l3.3 3.300L13 4.8',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  left: 'M10 4L6 8l4 4',
  up: 'M4 10l4-4 4 4',
  download: 'M8 2.500v7.500M4.8 7L8 10.2 11.2 7M2.5 13.500h11',
  upload: 'M8 10.500V3M4.8 6L8 2.8 11.2 6M2.5 13.500h11',
  print: 'M4.5 6V2.500h7V6M4.5 11.500h-2V6h11v5.500h-2M4.5 9.500h7v4h-7z',
  edit: 'M10.8 2.800l2.4 2.400L5.5 13H3v-2.500zM9 4.600L11.4 7',
  move: 'M6 3v.01M10 3v.01M6 8v.01M10 8v.01M6 13v.01M10 13v.01',
  calendar: 'M2.5 3.500h11v10h-11zM2.5 6.500h11M5.5 2v3M10.5 2v3',
  document: 'M4 2h5.500L12.5 5v9H4zM9.5 2v3h3M6 8h4.500M6 10.500h4.5',
  link: 'M6.8 9.200a2.5 2.5 0 0 0 3.6 0l2.3-2.300a2.5 2.5 0 0 0-3.6-3.600L8.2 4.200M9.2 6.800a2.5 2.5 0 0 0-3.6 0L3.3 9.100a2.5 2.5 0 0 0 3.6 3.600l.9-.9',
  undo: 'M6 3L3 6l3 3M3 6h6a4 4 0 0 1 0 8H6',
  filter: 'M2.5 3.500h11L9.5 8.500v4l-3 1v-5z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={styles.icon} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
