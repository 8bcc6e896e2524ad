import asyncio, sys, time, shutil, os, psutil
from pathlib import Path
from benchmarks.desk import running, TEXTS
from benchmarks.crowd import crowd
from benchmarks.sampling import messages
from benchmarks.results import percentile
from bot.reading.examples import all_examples
from bot.settings import ROOT
secs=float(sys.argv[1]); nc=int(sys.argv[2])
texts=messages(all_examples(ROOT/"data"/"nlu"),TEXTS)
f="/tmp/exp/run2"; shutil.rmtree(f,ignore_errors=True); Path(f).mkdir()
with running(Path(f)) as s:
    asyncio.run(crowd(s.url,texts,2,6))
    print({k:p.pid for k,p in s.processes.items()},flush=True)
    b=s.processor(); me=psutil.Process(); m0=sum(me.cpu_times()[:2]); t=time.monotonic()
    r=asyncio.run(crowd(s.url,texts,nc,secs)); took=time.monotonic()-t
    n=len(r.seconds); print("answers",n,"per s",n/took,"p50,p95",[round(percentile(r.seconds,p)*1000) for p in (50,95)],"lost",r.lost,r.twice,r.order,r.refused)
    print("cpu ms/msg",{k:round((v-b[k])/n*1000,1) for k,v in s.processor().items()},"bench",(sum(me.cpu_times()[:2])-m0)/n*1000)
