/** People at work: they edit, approve, mark, review, import and undo without a pause, and keep account of each answer. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '#demo/random.ts';
import { vprFile } from '#modules/results/results.fixture.ts';
import type { Expected } from './expected.ts';
import { type Answer, type Fields, type Outcome, Session, type Troubles } from '#tests/support/session.ts';
import { importStanding, occurrenceStanding, planStanding } from './standing.ts';

export type Region = { region: number; school: number; today: string };

const MEASURES_IN_A_PLAN = 4;
const LOOK_MS = 150;
const IMPORTS_WAITING = 8;

export class Clients {
  readonly #expected: Expected;
  readonly #sessions: Record<'planner' | 'executor' | 'reviewer' | 'analyst', Session>;
  readonly #random = seededRandom(7);
  readonly #about: Region;
  #working = false;
  #running: Promise<void>[] = [];
  #serial = 0;
  /** By kind of act, the number that was acknowledged. */
  readonly done = new Map<string, number>();
  /** What the pages said when the server could not. */
  readonly troubles: Troubles = new Map();

  constructor(expected: Expected, url: () => string, about: Region) {
    this.#expected = expected;
    this.#about = about;
    this.#sessions = {
      planner: new Session('region', url, this.troubles),
      executor: new Session('head', url, this.troubles),
      reviewer: new Session('curator', url, this.troubles),
      analyst: new Session('analyst', url, this.troubles),
    };
  }

  async signIn(): Promise<void> {
    for (const session of Object.values(this.#sessions)) await session.signIn();
  }

  begin(): void {
    this.#working = true;
    const { planner, executor, reviewer, analyst } = this.#sessions;
    this.#running = [
      this.#repeat(() => this.#plan(planner)),
      this.#repeat(() => this.#mark(executor)),
      this.#repeat(() => this.#review(reviewer)),
      this.#repeat(() => this.#import(analyst)),
    ];
  }

  /** Lets what is under way come to its answer or to none. */
  async pause(): Promise<void> {
    this.#working = false;
    await Promise.all(this.#running);
  }

  async #repeat(act: () => Promise<Outcome>): Promise<void> {
    while (this.#working) if ((await act()) !== 'done') await sleep(LOOK_MS);
  }

  #told(name: string, answer: Pick<Answer, 'outcome'>): Outcome {
    if (answer.outcome === 'done') this.done.set(name, (this.done.get(name) ?? 0) + 1);
    return answer.outcome;
  }

  #next(): string {
    this.#serial += 1;
    return `${this.#serial}`;
  }

  /** A plan from its first measure to its order: measures are added and taken back on the way. */
  async #plan(session: Session): Promise<Outcome> {
    const draft = this.#expected.free('plan', (standing) => /^(?:draft|under-approval)\|/.test(standing));
    if (!draft) return this.#newPlan(session);
    const { id, standing } = draft;
    const [state, list = ''] = standing.split('|');
    const texts = list === '' ? [] : list.split(',');
    const change = (name: string, to: string, path: string, fields: Fields) =>
      this.#change('plan', id, name, to, session, path, fields);
    if (state === 'under-approval') {
      const number = this.#next();
      const order = new File([`Приказ ${number} об утверждении плана`], `приказ ${number}.txt`);
      const fields = { intent: 'approve', orderKind: 'приказ', orderNumber: number, orderDate: this.#about.today };
      return (
        await change('approve', planStanding('approved', texts), `/plans/${id}/approval`, {
          ...fields,
          orderFile: order,
        })
      ).outcome;
    }
    if (texts.length >= MEASURES_IN_A_PLAN)
      return (
        await change('submit', planStanding('under-approval', texts), `/plans/${id}/submission`, { intent: 'submit' })
      ).outcome;
    const text = `мероприятие-${this.#next()}`;
    const fields = { intent: 'new-measure', text, deadline: 'до 1 мая 2027 года', note: '' };
    const added = await change('edit', planStanding('draft', [...texts, text]), `/plans/${id}`, fields);
    if (added.outcome !== 'done' || added.undoVersion === null || !this.#random.chance(0.3)) return added.outcome;
    return (
      await change('undo an edit', planStanding('draft', texts), `/plans/${id}/undo`, { version: added.undoVersion })
    ).outcome;
  }

  async #newPlan(session: Session): Promise<Outcome> {
    const answer = await session.send('/plans/new', {
      organisation: this.#about.region,
      title: `План ${this.#next()}`,
      from: '2026-09-01',
      to: '2027-08-31',
      rhythm: 'half-yearly',
    });
    const id = Number(/^\/plans\/(\d+)/.exec(answer.to)?.[1]);
    this.#expected.count(answer.outcome);
    if (answer.outcome === 'done') this.#expected.learn('plan', id, planStanding('draft', []));
    return this.#told('new plan', answer);
  }

  /** Marks with a file of its own, or takes a mark back. */
  async #mark(session: Session): Promise<Outcome> {
    const found = this.#expected.free('occurrence', (standing) => /^(?:planned|returned)\|/.test(standing));
    if (!found) return this.#withdraw(session);
    const { id, standing } = found;
    const version = versionIn(standing);
    const text = `отметка-${this.#next()}`;
    const file = new File([`Справка к ${text}\n`], `${text}.txt`);
    const sha256 = createHash('sha256')
      .update(await file.bytes())
      .digest('hex');
    const to = occurrenceStanding('submitted', version + 1, text, [sha256]);
    const answer = await this.#change('occurrence', id, 'mark', to, session, `/occurrences/${id}`, {
      intent: 'submit',
      version,
      markText: text,
      doneOn: this.#about.today,
      withoutDocumentReason: 'Документ другого вида',
      document1Kind: 'отчёт',
      document1Title: text,
      document1File: file,
    });
    return answer.outcome;
  }

  async #withdraw(session: Session): Promise<Outcome> {
    const found = this.#expected.free('occurrence', (standing) => standing.startsWith('submitted|'));
    if (!found) return 'refused';
    const to = occurrenceStanding('planned', 0, null, []);
    const fields = { intent: 'withdraw', version: versionIn(found.standing) };
    return (
      await this.#change('occurrence', found.id, 'withdraw a mark', to, session, `/occurrences/${found.id}`, fields)
    ).outcome;
  }

  async #review(session: Session): Promise<Outcome> {
    const wanted = this.#random.chance(0.6) ? 'submitted' : 'accepted';
    const found = this.#expected.free('occurrence', (standing) => standing.startsWith(`${wanted}|`));
    if (!found) return 'refused';
    const accept = wanted === 'submitted' && this.#random.chance(0.7);
    const version = versionIn(found.standing);
    const [, , text = null, files = ''] = found.standing.split('|');
    const to = occurrenceStanding(accept ? 'accepted' : 'returned', version + 1, text, files ? files.split(',') : []);
    const fields = { intent: accept ? 'accept' : 'return', version, comment: 'Посмотрите ещё раз' };
    const name = accept ? 'accept' : 'return';
    return (await this.#change('occurrence', found.id, name, to, session, `/occurrences/${found.id}`, fields)).outcome;
  }

  /**
   * Files are received, read by the worker, applied, and sometimes undone while nothing lies over them. What a killed worker
   * was reading waits a minute for the next one, so that further files are sent meanwhile.
   */
  async #import(session: Session): Promise<Outcome> {
    const isWaiting = (standing: string) => ['queued', 'reading'].includes(standing);
    const checked = this.#expected.free('import', (standing) => standing === 'checked');
    if (!checked && this.#expected.number('import', isWaiting) < IMPORTS_WAITING) return this.#receive(session);
    const candidate = checked ?? this.#expected.free('import', isWaiting);
    if (!candidate) return 'refused';
    const { id } = candidate;
    const version = /name="version" value="(\d+)"/.exec(
      (await session.open(`/results/import/${id}/preview`)) ?? '',
    )?.[1];
    if (version === undefined) return 'refused';
    const applied = await this.#change(
      'import',
      id,
      'apply an import',
      importStanding('applied'),
      session,
      `/results/import/${id}/preview`,
      { version },
    );
    if (applied.outcome !== 'done' || !this.#random.chance(0.5)) return applied.outcome;
    const path = `/results/import/${id}/undo`;
    return (await this.#change('import', id, 'undo an import', importStanding('undone'), session, path, { intent: '' }))
      .outcome;
  }

  async #receive(session: Session): Promise<Outcome> {
    const serial = Number(this.#next());
    const points = Array.from({ length: 5 + (serial % 7) }, (_, k) => (serial * 7 + k * 3) % 20);
    const content = `${vprFile({ sch220001: points })}\n`.replaceAll(';5а;', `;5-${serial};`);
    const file = new File([content], 'Проведение работы по математике, 5 класс. ВПР 2021.csv', { type: 'text/csv' });
    const answer = await session.send('/results/import', { files: file });
    this.#expected.count(answer.outcome);
    const id = Number(/^\/results\/import\/(\d+)/.exec(answer.to)?.[1]);
    if (answer.outcome === 'done') this.#expected.learn('import', id, importStanding('queued'));
    return this.#told('import files', answer);
  }

  async #change(
    kind: 'plan' | 'occurrence' | 'import',
    id: number,
    name: string,
    to: string,
    session: Session,
    path: string,
    fields: Fields,
  ): Promise<Answer> {
    let answer!: Answer;
    await this.#expected.change(kind, id, name, to, async () => {
      answer = await session.send(path, fields);
      return this.#told(name, answer);
    });
    return answer;
  }
}

function versionIn(standing: string): number {
  return Number(standing.split('|')[1]);
}
