import type { ShownStatus } from '../messages.ts';

/** How a status is said, in the words of the Runs view and the command line, and drawn into a badge of 16 × 16 around the origin. */
export interface StatusLook {
  readonly words: string;
  readonly icon: string;
}

/** In the order in which a summary tells them. */
export const statusLooks: Readonly<Record<ShownStatus, StatusLook>> = {
  running: { words: 'running', icon: 'M-2 -3.5 L3.5 0 L-2 3.5 Z' },
  retrying: { words: 'retrying', icon: 'M3 -2.4 A3.8 3.8 0 1 0 3.8 0.6 M3.6 -4.6 V-1.9 H0.9' },
  failed: { words: 'failed', icon: 'M-2.8 -2.8 L2.8 2.8 M2.8 -2.8 L-2.8 2.8' },
  upstream_failed: { words: 'upstream failed', icon: 'M0 3.2 V-3.2 M-2.8 -0.6 L0 -3.4 L2.8 -0.6' },
  cancelled: { words: 'cancelled', icon: 'M-2.3 -2.3 H2.3 V2.3 H-2.3 Z' },
  interrupted: { words: 'interrupted', icon: 'M0 -3.6 V0.6 M0 3.2 H0.1' },
  success: { words: 'success', icon: 'M-3.6 0.2 L-1.2 2.8 L3.6 -2.6' },
  skipped: { words: 'skipped', icon: 'M-3.4 -2.8 L-0.6 0 L-3.4 2.8 M0.6 -2.8 L3.4 0 L0.6 2.8' },
  queued: { words: 'queued', icon: 'M0 -3.4 V0.2 L2.4 1.8' },
  pending: { words: 'pending', icon: 'M-2.6 0 H-2.5 M0 0 H0.1 M2.6 0 H2.7' },
};
