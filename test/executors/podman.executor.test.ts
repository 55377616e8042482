import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after } from 'node:test';
import { behavesAsHere, type Trial } from './behaviour.ts';

const image = 'localhost/dagwright-test:1';
const home = mkdtempSync(join(tmpdir(), 'dagwright-podman-'));
after(() => rmSync(home, { recursive: true, force: true }));

/** A `podman` that keeps its things in a folder of the test, and needs neither systemd nor the newest control groups. */
function makePodman(): string {
  const bin = join(home, 'bin');
  mkdirSync(bin);
  const stores = ['--root', join(home, 'store'), '--runroot', join(home, 'state')];
  const options = [...stores, '--storage-driver=vfs', '--runtime=runc', '--cgroup-manager=cgroupfs'];
  writeFileSync(join(bin, 'podman'), `#!/bin/sh\nexec /usr/bin/podman ${options.join(' ')} "$@"\n`);
  chmodSync(join(bin, 'podman'), 0o755);
  return bin;
}

/** An image of nothing but Debian's static busybox. */
function makeImage(podman: string): void {
  const root = join(home, 'image');
  mkdirSync(join(root, 'bin'), { recursive: true });
  cpSync('/bin/busybox', join(root, 'bin', 'busybox'), { dereference: true });
  for (const applet of ['sh', 'cat', 'echo', 'sleep', 'test', 'true'])
    symlinkSync('busybox', join(root, 'bin', applet));
  execFileSync('/bin/sh', ['-c', `tar -C '${root}' -c . | '${podman}' import - ${image}`], { stdio: 'pipe' });
}

// Not every machine may raise its own limits, as the engine would by itself.
const options = ['--ulimit=nofile=1000:1000', '--ulimit=nproc=1000:1000', '--network=host'];

behavesAsHere('podman', async (): Promise<Trial | string> => {
  const missing = ['/usr/bin/podman', '/usr/sbin/runc', '/bin/busybox'].filter(file => !existsSync(file));
  if (missing.length > 0) return `${missing.join(', ')} is not there`;
  const bin = makePodman();
  makeImage(join(bin, 'podman'));
  const probe = spawnSync(join(bin, 'podman'), ['run', '--rm', ...options, image, 'true'], { encoding: 'utf8' });
  if (probe.status !== 0) return `Podman cannot run a container here: ${probe.stderr}`;
  return {
    head: `defaults: { executor: podman, container: { image: ${image}, options: [${options.join(', ')}] } }`,
    place: /1: success, .*, at podman: container dagwright-\S+-give\.1/,
    env: { PATH: `${bin}${delimiter}${process.env.PATH}` },
  };
});
