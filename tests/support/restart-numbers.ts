/** Before each test file: several run one after another in the same process. */
import { restartNumbers } from './numbers.ts';

restartNumbers();
