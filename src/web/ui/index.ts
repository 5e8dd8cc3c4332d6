/** The component kit. Every part in all its states is shown at /dev/ui. */
export { Button, ButtonLink, type ButtonVariant, PostButton } from './button.tsx';
export { Combobox, type Suggestion } from './combobox.tsx';
export { Details } from './details.tsx';
export { EmptyState } from './empty-state.tsx';
export { Field } from './field.tsx';
export { type FilterTag, Filters, FilterTags } from './filters.tsx';
export { ErrorSummary, type FieldError, FieldRow, Fields } from './form.tsx';
export { History, type HistoryEvent } from './history.tsx';
export { Icon, type IconName } from './icon.tsx';
export {
  Checkbox,
  Checkboxes,
  type Choice,
  DateInput,
  FileInput,
  type Option,
  Radios,
  Select,
  TextArea,
  TextInput,
} from './inputs.tsx';
export { Link } from './link.tsx';
export { Menu, MenuLink } from './menu.tsx';
export { Notice, type NoticeTone } from './notice.tsx';
export { NumberLink } from './number-link.tsx';
export { Actions, Page, Prose, Section } from './page.tsx';
export { Pagination } from './pagination.tsx';
export { Progress } from './progress.tsx';
export { Stat, Stats } from './stat.tsx';
export { Status, type Tone } from './status.tsx';
export { type Step, Steps } from './steps.tsx';
export { SummaryList, type SummaryRow } from './summary-list.tsx';
export { type Column, type Sort, Table } from './table.tsx';
export { type Tab, Tabs } from './tabs.tsx';
export { Term } from './term.tsx';
export { VisuallyHidden } from './visually-hidden.tsx';
