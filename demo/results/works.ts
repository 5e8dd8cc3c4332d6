/**
 * The works of the made-up region. Marks of ВПР (upper bound of «2», «3», «4», largest total) are the official ones of
 * 2021; the numbers of items follow the descriptions of the same works, mended so that they sum to the largest total.
 * Shares of «2» and the agreement with the journal are those of a real region in 2020 and 2021; where none is known the
 * figure is a guess and says so by being round.
 */
import type { AssessmentKind, SubjectCode } from '#modules/assessments/index.ts';

export type WorkItem = { name: string; maximum: number };
export type Work = {
  kind: AssessmentKind;
  subject: SubjectCode;
  grade: number;
  items: WorkItem[];
  /** Largest total for «2», «3», «4», and the largest of all. */
  scale: readonly [number, number, number, number];
  /** Share of «2» (below the minimum) that the region shows in a year. */
  below(year: number): number;
  /** Shares of pupils whose mark is lower than, the same as, higher than the one in the journal. */
  journal: readonly [number, number, number];
  /** Written by about a third of the classes, drawn by lot. */
  byLot: boolean;
};

type Shape = {
  scale: Work['scale'];
  items: string;
  /** Percent of «2» in 2021 and in the autumn of 2020. */
  below: readonly [number, number];
  journal?: Work['journal'];
  byLot?: true;
};

const ordinaryJournal: Work['journal'] = [0.36, 0.57, 0.07];

const VPR: Record<number, Partial<Record<SubjectCode, Shape>>> = {
  4: {
    РУ: {
      scale: [13, 23, 32, 38],
      items:
        '1К1:4 1К2:3 2:3 3.1:1 3.2:3 4:2 5:1 6:2 7:3 8:2 9:1 10:1 11:2 12.1:1 12.2:2 13.1:1 13.2:2 14:1 15.1:2 15.2:1',
      below: [7.6, 17.8],
    },
    МА: {
      scale: [5, 9, 14, 20],
      items: '1:1 2:1 3:2 4:1 5.1:1 5.2:1 6.1:1 6.2:1 7:1 8:2 9.1:1 9.2:1 10:2 11:2 12:2',
      below: [3.3, 8.2],
      journal: [0.13, 0.65, 0.22],
    },
    ОМ: {
      scale: [7, 17, 26, 32],
      items:
        '1:2 2:2 3.1:1 3.2:2 3.3:3 4:2 5:1 6.1:1 6.2:1 6.3:2 7.1:1 7.2:2 8К1:1 8К2:1 8К3:1 9.1:1 9.2:1 9.3:1 10.1:2 10.2К1:1 10.2К2:1 10.2К3:2',
      below: [0.7, 2.6],
    },
  },
  5: {
    РУ: {
      scale: [17, 28, 38, 45],
      items:
        '1К1:4 1К2:3 1К3:2 2К1:3 2К2:3 2К3:3 2К4:3 3:2 4.1:3 4.2:2 5.1:2 5.2:2 6.1:2 6.2:1 7.1:2 7.2:1 8:2 9:2 10:1 11:1 12:1',
      below: [14.9, 22.9],
      journal: [0.34, 0.59, 0.07],
    },
    МА: {
      scale: [6, 10, 14, 20],
      items: '1:1 2:1 3:1 4:1 5:1 6:2 7:1 8:1 9:2 10:2 11.1:1 11.2:1 12.1:1 12.2:1 13:1 14:2',
      below: [14.8, 20.7],
      journal: [0.35, 0.58, 0.07],
    },
    ИС: { scale: [3, 7, 11, 15], items: '1:2 2:1 3:3 4:3 5:1 6:2 7:1 8:2', below: [8, 12] },
    БИ: {
      scale: [11, 17, 23, 29],
      items:
        '1.1:1 1.2:2 1.3:2 2.1:1 2.2:1 3.1:1 3.2:2 4.1:1 4.2:1 4.3:1 5:2 6.1:1 6.2:1 7.1:2 7.2:3 8:2 9:2 10К1:1 10К2:1 10К3:1',
      below: [13, 19],
    },
  },
  6: {
    РУ: {
      scale: [24, 34, 44, 51],
      items:
        '1К1:4 1К2:3 1К3:2 2К1:3 2К2:3 2К3:3 2К4:3 3.1:1 3.2:1 4:2 5:3 6:2 7.1:1 7.2:1 8.1:2 8.2:1 9:2 10:3 11:2 12.1:1 12.2:2 13.1:1 13.2:1 14.1:2 14.2:2',
      below: [18.3, 27.8],
    },
    МА: {
      scale: [5, 9, 13, 16],
      items: '1:1 2:1 3:1 4:1 5:1 6:1 7:1 8:1 9:2 10:1 11:2 12:1 13:2',
      below: [16, 22.6],
    },
    ИС: {
      scale: [5, 10, 15, 20],
      items: '1:2 2:1 3:3 4:3 5:1 6.1:1 6.2:2 7:2 8:1 9:1 10.1:1 10.2:2',
      below: [11, 16],
      byLot: true,
    },
    БИ: {
      scale: [11, 17, 23, 28],
      items:
        '1.1:1 1.2:1 1.3:1 2.1:1 2.2:1 3.1:1 3.2:1 3.3:1 3.4:1 4:2 5.1:2 5.2:1 5.3:1 6:1 7:2 8.1:1 8.2:1 8.3:2 9:2 10.1:2 10.2:2',
      below: [14, 21],
      byLot: true,
    },
    ГГ: {
      scale: [9, 21, 30, 37],
      items:
        '1.1:1 1.2:2 2.1К1:1 2.1К2:1 2.2:1 3.1:2 3.2:1 3.3:2 4.1:1 4.2:1 4.3:3 5.1:2 5.2:1 6.1:2 6.2К1:1 6.2К2:2 7:2 8.1:2 8.2:2 9К1:1 9К2:1 9К3:1 10.1:1 10.2К1:1 10.2К2:2',
      below: [5, 9],
      byLot: true,
    },
    ОБ: {
      scale: [8, 14, 19, 23],
      items: '1.1:1 1.2:3 2:1 3.1:2 3.2:1 3.3:1 4:1 5.1:1 5.2:1 5.3:1 6.1:1 6.2:1 7.1:2 7.2:1 8.1:1 8.2:3 8.3:1',
      below: [11, 16],
      byLot: true,
    },
  },
  7: {
    РУ: {
      scale: [21, 31, 41, 47],
      items:
        '1К1:4 1К2:3 1К3:2 2К1:3 2К2:3 2К3:3 2К4:3 3.1:1 3.2:1 4.1:1 4.2:1 5:2 6:2 7.1:1 7.2:1 8.1:2 8.2:1 9:2 10:1 11.1:1 11.2:3 12:1 13.1:1 13.2:1 14:3',
      below: [18.4, 28.2],
    },
    МА: {
      scale: [6, 11, 15, 19],
      items: '1:1 2:1 3:1 4:1 5:1 6:1 7:1 8:1 9:1 10:1 11:1 12:2 13:1 14:2 15:1 16:2',
      below: [13.9, 19.8],
    },
    ИС: { scale: [6, 12, 18, 25], items: '1:2 2:1 3:2 4:1 5:2 6:2 7:1 8:2 9:3 10:3 11:2 12:4', below: [12, 17] },
    БИ: {
      scale: [9, 16, 22, 28],
      items: '1.1:1 1.2:2 2:1 3:2 4:2 5:2 6:2 7:2 8:2 9:1 10:2 11:1 12:3 13.1:2 13.2:2 13.3:1',
      below: [12, 18],
    },
    ГГ: {
      scale: [10, 25, 32, 37],
      items:
        '1.1:2 1.2:2 1.3:2 1.4:1 2.1:2 2.2:2 2.3:2 3.1:1 3.2:1 3.3:2 3.4:2 4.1:1 4.2:2 4.3:1 5.1:2 5.2:3 6.1:1 6.2:1 6.3:1 7.1:1 7.2:1 8.1:1 8.2:1 8.3:2',
      below: [7, 12],
    },
    ОБ: {
      scale: [9, 15, 20, 23],
      items: '1.1:1 1.2:3 2:1 3.1:2 3.2:1 3.3:1 4:1 5.1:1 5.2:1 5.3:1 6:1 7.1:2 7.2:1 8:1 9.1:1 9.2:3 9.3:1',
      below: [17, 24],
    },
    ФИ: { scale: [4, 7, 10, 18], items: '1:1 2:2 3:1 4:1 5:1 6:1 7:2 8:1 9:2 10:3 11:3', below: [13.7, 22.4] },
    АНГ: {
      scale: [12, 20, 26, 30],
      items: '1:5 2:2 3К1:2 3К2:2 3К3:2 3К4:2 4:5 5:5 6:5',
      below: [25.8, 32.3],
      journal: [0.55, 0.43, 0.02],
    },
  },
  8: {
    РУ: {
      scale: [25, 31, 44, 51],
      items: '1К1:4 1К2:3 1К3:2 2К1:3 2К2:3 2К3:3 3:4 4:4 5:2 6:2 7:2 8:2 9:1 10:1 11:5 12:1 13:1 14:2 15:3 16:2 17:1',
      below: [21.5, 33.3],
    },
    МА: {
      scale: [7, 14, 20, 25],
      items: '1:1 2:1 3:2 4:1 5:1 6:2 7:1 8:2 9:1 10:1 11:1 12:1 13:1 14:1 15:1 16.1:1 16.2:1 17:1 18:2 19:2',
      below: [13.6, 20.1],
      journal: [0.35, 0.62, 0.03],
    },
    ИС: {
      scale: [6, 11, 17, 24],
      items: '1:1 2:1 3:1 4:1 5:2 6:1 7:2 8:2 9:2 10:3 11:3 12:2 13:3',
      below: [9, 14],
      byLot: true,
    },
    БИ: {
      scale: [12, 20, 28, 36],
      items:
        '1.1:1 1.2:1 2.1:1 2.2:1 2.3:2 2.4:1 3:2 4.1:2 4.2:2 5.1:1 5.2:2 6.1:1 6.2:1 7:1 8.1:2 8.2:2 9:2 10.1:2 10.2:2 11:1 12:2 13.1:2 13.2:2',
      below: [11, 17],
      byLot: true,
    },
    ГГ: {
      scale: [12, 26, 34, 40],
      items:
        '1.1:3 1.2:1 1.3:2 2.1:2 2.2:2 3.1:2 3.2:2 3.3:2 4.1:2 4.2:2 5.1:1 5.2:2 5.3:2 6.1:2 6.2:1 6.3:2 7.1:2 7.2:1 7.3:1 8.1:1 8.2:2 8.3:3',
      below: [9, 15],
      byLot: true,
    },
    ОБ: { scale: [10, 16, 21, 25], items: '1:4 2:1 3:4 4:1 5:3 6:1 7:3 8:2 9:1 10:5', below: [16, 23], byLot: true },
    ФИ: {
      scale: [4, 7, 10, 18],
      items: '1:1 2:2 3:1 4:1 5:1 6:1 7:1 8:2 9:2 10:3 11:3',
      below: [13, 20],
      byLot: true,
    },
    ХИ: {
      scale: [9, 18, 27, 36],
      items:
        '1.1:1 1.2:3 2.1:1 2.2:1 3.1:3 3.2:2 4.1:2 4.2:2 4.3:1 4.4:2 5.1:1 5.2:1 6.1:3 6.2:1 6.3:1 6.4:1 6.5:1 7.1:2 7.2:1 7.3:2 8:2 9:2',
      below: [5.3, 9.6],
      byLot: true,
    },
  },
};

/** ОГЭ and ЕГЭ: scales of primary points; the region's shares below the minimum are guesses. */
const GIA: { kind: 'ОГЭ' | 'ЕГЭ'; subject: SubjectCode; shape: Shape }[] = [
  {
    kind: 'ОГЭ',
    subject: 'РУ',
    shape: {
      scale: [14, 22, 28, 33],
      items: `${ones(2, 8)} ИК1:2 ИК2:3 ИК3:2 СК1:2 СК2:3 СК3:2 СК4:2 ГК1:2 ГК2:2 ГК3:2 ГК4:2 ФК1:2`,
      below: [5, 5],
    },
  },
  {
    kind: 'ОГЭ',
    subject: 'МА',
    shape: {
      scale: [7, 14, 21, 31],
      items: `${ones(1, 19)} 20:2 21:2 22:2 23:2 24:2 25:2`, // The condition on geometry adds to these.
      below: [8, 8],
    },
  },
  {
    kind: 'ЕГЭ',
    subject: 'РУ',
    shape: {
      scale: [9, 24, 38, 58],
      items: `${ones(1, 7)} 8:5 ${ones(9, 25)} 26:4 К1:1 К2:6 К3:1 К4:1 К5:2 К6:2 К7:3 К8:3 К9:2 К10:2 К11:1 К12:1`,
      below: [2, 2],
    },
  },
  {
    kind: 'ЕГЭ',
    subject: 'МА',
    shape: { scale: [5, 11, 17, 32], items: `${ones(1, 12)} 13:2 14:3 15:2 16:3 17:3 18:4 19:3`, below: [6, 6] },
  },
  { kind: 'ЕГЭ', subject: 'МАБ', shape: { scale: [6, 11, 16, 21], items: ones(1, 21), below: [4, 4] } },
];

function ones(first: number, last: number): string {
  return Array.from({ length: last - first + 1 }, (_, i) => `${first + i}:1`).join(' ');
}

export const WORKS: readonly Work[] = [
  ...Object.entries(VPR).flatMap(([grade, subjects]) =>
    Object.entries(subjects).map(([subject, shape]) => work('ВПР', subject as SubjectCode, Number(grade), shape)),
  ),
  ...GIA.map(({ kind, subject, shape }) => work(kind, subject, kind === 'ОГЭ' ? 9 : 11, shape)),
];

/** Diagnostic works of the region: one total a pupil, told by the register that keeps the codes of pupils for all years. */
export const DIAGNOSTICS: readonly Work[] = [7, 8].map((grade) =>
  work('ДКР', 'МА', grade, { scale: [6, 11, 16, 20], items: ones(1, 20), below: [12, 12] }),
);

/** Subjects and grades that every region watches: Russian and mathematics of 4–8, ОГЭ and ЕГЭ. */
export const isCore = ({ subject }: Work): boolean => subject === 'РУ' || subject === 'МА' || subject === 'МАБ';

function work(kind: AssessmentKind, subject: SubjectCode, grade: number, shape: Shape): Work {
  const items = shape.items.split(' ').map((text) => {
    const [name = '', maximum = ''] = text.split(':');
    return { name, maximum: Number(maximum) };
  });
  const sum = items.reduce((total, { maximum }) => total + maximum, 0);
  if (sum !== shape.scale[3])
    throw new Error(`${kind} ${grade} ${subject}: items sum to ${sum}, not ${shape.scale[3]}`);
  const [usual, autumn2020] = shape.below;
  return {
    kind,
    subject,
    grade,
    items,
    scale: shape.scale,
    // The autumn after the lockdown was worse; later years settle between the two.
    below: (year) => (year === 2020 ? autumn2020 : year === 2021 ? usual : usual * 0.8 + autumn2020 * 0.2) / 100,
    journal: shape.journal ?? ordinaryJournal,
    byLot: shape.byLot ?? false,
  };
}
