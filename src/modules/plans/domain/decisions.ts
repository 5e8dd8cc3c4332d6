/** What a level below may decide about a measure that came down; «none» stands for no answer yet. */
export const DECISIONS = ['adopted', 'adapted', 'declined', 'none'] as const;
export type Decision = (typeof DECISIONS)[number];
