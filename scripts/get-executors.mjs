import { existsSync } from 'node:fs';
import { installDebianPackages, isOnPath } from './debian-packages.mjs';

/** What each place that tasks may run at is tried with, and the file or program that shows that it is there. */
const wanted = [
  { packages: ['podman', 'runc', 'busybox-static'], programs: ['podman', 'runc', '/bin/busybox'] },
  { packages: ['openssh-server', 'openssh-client', 'rsync', 'procps'], programs: ['sshd', 'ssh', 'rsync', 'pkill'] },
  { packages: ['slurm-wlm', 'munge'], programs: ['munged', 'slurmctld', 'slurmd', 'sbatch'] },
  { packages: ['kubernetes-client'], programs: ['kubectl'] },
];

/** Installs what the executors are tried with, where that can be done. What is then not there is not tried, and its test says so. */
export async function getExecutors() {
  const missing = wanted.filter(({ programs }) => !programs.every(isThere)).flatMap(({ packages }) => packages);
  if (missing.length > 0) await installDebianPackages('places to run tasks at', missing);
}

/** @param {string} program */
function isThere(program) {
  return program.startsWith('/') ? existsSync(program) : isOnPath(program) || existsSync(`/usr/sbin/${program}`);
}
