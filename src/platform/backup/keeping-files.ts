/** Held shared while a backup copies files; who collects orphans of the lake takes it alone, and so waits for the copy. */
export const KEEPING_FILES = 7_209_121;
