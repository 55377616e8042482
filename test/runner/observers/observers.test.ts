import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isObserved } from '../../../runner/observers/is-observed.ts';
import { lineageParent } from '../../../runner/observers/lineage/lineage-parent.ts';
import { lineageTarget } from '../../../runner/observers/lineage/lineage-settings.ts';
import { readTraceParent, traceParentText } from '../../../runner/observers/traces/trace-parent.ts';

const id = '01a1fc7a-98f8-7b5b-aa7d-0cd6f5ab3965';
const parent = { namespace: 'https://a/b', name: 'job', runId: id };

test('a run is observed only where the environment asks for it', () => {
  const on = [{ OPENLINEAGE_URL: 'x' }, { OPENLINEAGE__TRANSPORT__TYPE: 'file' }, { DAGWRIGHT_TRACES: 'otlp' }];
  const off = [
    {},
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'x', OTEL_TRACES_EXPORTER: 'otlp' },
    { OPENLINEAGE_URL: 'x', OPENLINEAGE_DISABLED: 'True' },
    { OPENLINEAGE_NAMESPACE: 'x' },
    { DAGWRIGHT_TRACES: 'none' },
    { DAGWRIGHT_TRACES: 'otlp', OTEL_SDK_DISABLED: 'true' },
  ];
  assert.deepEqual([on.map(isObserved), off.map(isObserved)], [on.map(() => true), off.map(() => false)]);
});

test('where lineage goes is read as the clients of OpenLineage do', () => {
  const post = { kind: 'http', url: 'http://h:5000/api/v1/lineage', timeoutMs: 5000, isCompressed: false };
  const json = { 'content-type': 'application/json' };
  assert.deepEqual(lineageTarget({ OPENLINEAGE_URL: 'http://h:5000/' }), { ...post, headers: json });
  const whole = JSON.stringify({ type: 'http', url: 'http://lost', timeout: 2 });
  assert.deepEqual(
    lineageTarget({
      OPENLINEAGE_URL: 'http://not.this',
      OPENLINEAGE__TRANSPORT: whole,
      OPENLINEAGE__TRANSPORT__URL: 'http://h:5000',
      OPENLINEAGE__TRANSPORT__AUTH__TYPE: 'api_key',
      OPENLINEAGE__TRANSPORT__AUTH__APIKEY: 'k',
    }),
    { ...post, timeoutMs: 2000, headers: { ...json, authorization: 'Bearer k' } },
  );
  for (const env of [
    { OPENLINEAGE_URL: 'nowhere' },
    { OPENLINEAGE__TRANSPORT__TYPE: 'kafka' },
    { OPENLINEAGE__TRANSPORT__TYPE: 'file' },
  ]) {
    assert.match(JSON.stringify(lineageTarget(env)), /"fault":"No lineage of the run was /);
  }
});

test('what a run stands below is read as it is handed on, and what is malformed is nothing', () => {
  const context = { parent: { run: { runId: id }, job: { namespace: 'https://a/b', name: 'job' } } };
  assert.deepEqual(lineageParent({ lineageContext: JSON.stringify(context) }), { parent, root: parent });
  assert.deepEqual(lineageParent({ lineageParent: `https://a/b/job/${id}` }), { parent, root: parent });
  for (const text of ['', 'job', `/job/${id}`, 'a/job/1'])
    assert.equal(lineageParent({ lineageParent: text }), undefined);
  assert.equal(lineageParent({ lineageContext: '{"parent":[' }), undefined);
});

test('a traceparent is read and written as Trace Context says', () => {
  const text = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const read = readTraceParent(text);
  assert.ok(read);
  assert.equal(traceParentText(read), text);
  assert.equal(readTraceParent(text.replace(/01$/, '02'))?.isSampled, false);
  for (const wrong of [
    '',
    text.toUpperCase(),
    text.replace('0af7', '0ag7'),
    text.replace(/^00/, 'ff'),
    text.slice(1),
  ]) {
    assert.equal(readTraceParent(wrong), undefined, wrong);
  }
});
