import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.ts';

// Among the longest of all packages, which often waits for an engine.
export default mergeConfig(shared, { test: { maxWorkers: 2 } });
