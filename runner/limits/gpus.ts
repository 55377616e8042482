import { readdirSync } from 'node:fs';
import { outputOf } from '../processes/start-process.ts';

/** A graphics processor. */
export interface Gpu {
  /** Its number on this machine. */
  readonly number: number;
  /** How `CUDA_VISIBLE_DEVICES` names it. */
  readonly device: string;
}

/**
 * The GPUs that tasks may use: those that `CUDA_VISIBLE_DEVICES` in `env` leaves us, which a cluster sets, else those
 * that `nvidia-smi` tells of, else those that the driver does.
 */
export async function findGpus(env: NodeJS.ProcessEnv): Promise<readonly Gpu[]> {
  const visible = env.CUDA_VISIBLE_DEVICES;
  if (visible !== undefined) return visibleGpus(visible);
  const told = await outputOf('nvidia-smi', ['--query-gpu=index', '--format=csv,noheader'], longestLookMs);
  const numbers = told.split('\n').map(line => line.trim());
  const found = numbers.filter(number => /^\d+$/.test(number));
  return (found.length > 0 ? found : driverGpus()).map(device => ({ number: Number(device), device }));
}

/** A driver that hangs must not hold up the run. */
const longestLookMs = 10_000;

/** As CUDA reads it: up to the first that is no device. Devices may be named by UUID; then they are counted. */
export function visibleGpus(visible: string): readonly Gpu[] {
  const devices: string[] = [];
  for (const device of visible.split(',').map(part => part.trim())) {
    if (!/^(\d+|(GPU|MIG)-[\w/-]+)$/.test(device) || devices.includes(device)) break;
    devices.push(device);
  }
  return devices.map((device, place) => ({ number: /^\d+$/.test(device) ? Number(device) : place, device }));
}

function driverGpus(): string[] {
  try {
    return readdirSync('/proc/driver/nvidia/gpus').map((_, place) => String(place));
  } catch {
    return [];
  }
}
