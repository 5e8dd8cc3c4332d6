import {
  Actions,
  Button,
  ButtonLink,
  Details,
  History,
  Icon,
  type IconName,
  Menu,
  MenuLink,
  NumberLink,
  Progress,
  Stat,
  Stats,
  Status,
  SummaryList,
  Term,
  type Tone,
} from '#web/ui/index.ts';
import { Example } from './example.tsx';

const TONES: [Tone, string][] = [
  ['done', 'Исполнено в срок'],
  ['late', 'Исполнено с опозданием'],
  ['overdue', 'Просрочено на 12 дней'],
  ['due', 'Срок через 3 дня'],
  ['planned', 'Срок не наступил'],
  ['review', 'На проверке'],
  ['returned', 'Возвращено на доработку'],
  ['neutral', 'Не требуется'],
];

const ICONS: IconName[] = [
  'search',
  'bell',
  'person',
  'eye',
  'menu',
  'close',
  'plus',
  'check',
  'down',
  'right',
  'left',
  'up',
  'download',
  'upload',
  'print',
  'edit',
  'move',
  'calendar',
  'document',
  'link',
  'undo',
  'filter',
];

const EVENTS = [
  {
    id: 3,
    at: '22 ноября 2026 г., 14:05',
    actor: 'Специалист министерства',
    text: 'План утверждён приказом № 112 от 20 ноября 2026 г.',
  },
  {
    id: 2,
    at: '19 ноября 2026 г., 09:40',
    actor: 'Директор школы',
    text: 'План отправлен на согласование',
    detail: 'Комментарий: учтены замечания методиста.',
  },
  { id: 1, at: '1 ноября 2026 г., 00:10', actor: null, text: 'Сроки мероприятий пересчитаны' },
];

export function FactExamples() {
  return (
    <>
      <Example name="Status">
        <Actions>
          {TONES.map(([tone, text]) => (
            <Status key={tone} tone={tone}>
              {text}
            </Status>
          ))}
        </Actions>
      </Example>
      <Example name="Stats, Stat">
        <Stats>
          <Stat label="мероприятий в плане" value="48" to="#facts" />
          <Stat label="исполнено в срок" value="21" tone="done" to="#facts" />
          <Stat label="исполнено с опозданием" value="4" tone="late" to="#facts" />
          <Stat label="просрочено" value="6" tone="overdue" to="#facts" />
          <Stat label="исполнено без документа" value="3" tone="due" hint="нет подтверждения" />
        </Stats>
      </Example>
      <Example name="SummaryList">
        <SummaryList
          rows={[
            { term: 'Состояние', value: <Status tone="review">На согласовании</Status> },
            { term: 'Период', value: '2026–2027 учебный год', action: <a href="#facts">Изменить</a> },
            { term: 'Ответственные', value: 'Управление образования муниципального района, руководители школ' },
          ]}
        />
      </Example>
      <Example name="Progress">
        <Progress label="Исполнено мероприятий" value={25} max={48} />
        <Progress label="Школы с планом" value={0} max={12} />
        <Progress label="Документы приложены" value={7} max={7} />
      </Example>
      <Example name="NumberLink">
        <p>
          Просрочено: <NumberLink value={1204} to="#facts" about="Просрочено" />, без документа:{' '}
          <NumberLink value={0} to="#facts" about="Без документа" />
        </p>
      </Example>
      <Example name="Button, ButtonLink">
        <Actions>
          <Button type="button">Отправить на согласование</Button>
          <Button type="button" variant="secondary">
            Сохранить черновик
          </Button>
          <Button type="button" variant="warning">
            Отозвать план
          </Button>
          <Button type="button" variant="link">
            Показать ещё
          </Button>
          <Button type="button" disabled>
            Утвердить
          </Button>
          <ButtonLink to="#facts">Открыть план</ButtonLink>
          <Menu label="Скачать" icon="download">
            <MenuLink to="#facts" hint="таблица для правки">
              DOCX
            </MenuLink>
            <MenuLink to="#facts" hint="для печати и подписи">
              PDF
            </MenuLink>
            <MenuLink to="#facts">XLSX</MenuLink>
          </Menu>
        </Actions>
      </Example>
      <Example name="Icon">
        <Actions>
          {ICONS.map((name) => (
            <span key={name}>
              <Icon name={name} /> {name}
            </span>
          ))}
        </Actions>
      </Example>
      <Example name="Term">
        <p>
          Результаты <Term abbreviation="ВПР" /> обсуждаются на заседании <Term abbreviation="РМО" />, итоги
          направляются в <Term abbreviation="ИРО" />.
        </p>
      </Example>
      <Example name="Details">
        <Details summary="Как считается доля исполненного">
          <p>Берутся мероприятия, срок которых наступил на дату отчёта.</p>
        </Details>
      </Example>
      <Example name="History">
        <History events={EVENTS} />
      </Example>
    </>
  );
}
