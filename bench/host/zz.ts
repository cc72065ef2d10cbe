import { rmSync } from 'node:fs';
import { loadWorkload } from '../workload/workload-file.ts';
import { HostPasses } from './host-passes.ts';
import { tuneCompiler } from '@intelligent-ledger/engine/host';
tuneCompiler();
const w = loadWorkload(process.argv[2] as string);
rmSync('/tmp/zz',{recursive:true,force:true});
const p = await HostPasses.start(w, '/tmp/zz', { policy: (process.argv[3] ?? 'sync') as 'sync' });
for (let i=0;i<4;i++){ const t = await p.pass(Number(process.argv[4]??1024)); console.log((t.wallNs/t.commands).toFixed(0),'ns wall', (t.cpuNs/t.commands).toFixed(0),'ns cpu', JSON.stringify(p.host.status.all()).slice(0,1200)); }
await p.host.stop();
