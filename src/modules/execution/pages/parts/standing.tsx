import { Status } from '#web/ui/index.ts';
import type { Standing } from '../../domain.ts';
import { STANDING_NAMES, STANDING_TONES } from '../../words.ts';

export function StandingStatus({ standing }: { standing: Standing }) {
  return <Status tone={STANDING_TONES[standing]}>{STANDING_NAMES[standing]}</Status>;
}
