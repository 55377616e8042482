import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFinal, sshError } from '../../../runner/executors/ssh/ssh-error.ts';

const said = (err: string) => ({ status: 255, out: '', err });

test('what no further try would mend is told with what to do', () => {
  const denied = said('ada@gpu1: Permission denied (publickey,password).\n');
  assert.match(sshError('gpu1', denied), /^gpu1: it does not let you in without a password: .*`ssh-copy-id gpu1`\.$/);
  assert.ok(isFinal(denied));
  assert.match(sshError('x', { status: undefined, out: '', err: 'spawn ssh ENOENT' }), /`ssh` is not on PATH/);
});

test('a host that does not answer is tried again, and told by what ssh says', () => {
  const refused = said(
    "Warning: Permanently added 'h' to the list.\nssh: connect to host gpu1 port 22: Connection refused\n",
  );
  assert.ok(!isFinal(refused));
  assert.match(
    sshError('gpu1', refused),
    /^gpu1 cannot be reached: ssh: connect to host gpu1 port 22: Connection refused$/,
  );
});
