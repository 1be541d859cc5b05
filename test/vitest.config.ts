import { mergeConfig } from 'vitest/config';
import shared from '../vitest.shared.ts';

// The longest of all packages, which often waits: for disks, for processes to start, for pages.
export default mergeConfig(shared, { test: { maxWorkers: 2, isolate: true } });
