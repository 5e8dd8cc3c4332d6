import { Page } from '#web/ui/index.ts';

export default function DevUi() {
  return <Page title="Набор деталей" />;
}
