import asyncio, sys, tempfile, time, threading
from pathlib import Path
from benchmarks.desk import running, TEXTS
from benchmarks.shift import work, PASSWORD
from benchmarks.sampling import messages
from benchmarks.results import percentile
from bot.reading.examples import all_examples
from bot.settings import ROOT
from desk.database import Database
from desk import people
secs=float(sys.argv[1]); na=int(sys.argv[2]); nc=int(sys.argv[3])
texts=messages(all_examples(ROOT/"data"/"nlu"),TEXTS)
import shutil
f="/tmp/exp/run"; shutil.rmtree(f,ignore_errors=True); Path(f).mkdir()
with running(Path(f)) as s:
    print({k:p.pid for k,p in s.processes.items()},flush=True)
    db=Database(f"sqlite:///{f}/database"); 
    for n in range(na):
        with db.writing() as c: people.add(c,f"agent{n}",f"Agent {n}","agent",["care"],PASSWORD)
    import psutil, os
    me=psutil.Process()
    before=s.processor(); b0=sum(me.cpu_times()[:2]); t=time.monotonic()
    mem=[]
    def watch():
        while not stop.wait(10): mem.append({k:round(v) for k,v in s.memory_mb().items()})
    stop=threading.Event(); th=threading.Thread(target=watch); th.start()
    r=asyncio.run(work(s.url,texts,[f"agent{n}" for n in range(na)],nc,secs))
    took=time.monotonic()-t; stop.set(); th.join()
    used={k:round(v-before[k],1) for k,v in s.processor().items()}
    print("took",took,"cpu s",used,"bench",sum(me.cpu_times()[:2])-b0)
    print("sent",len(r.sent),"replied",len(r.replied),"resolved",r.resolved,"lost",r.lost,"twice",r.twice,"order",r.order,"refused",r.refused,"leaked",r.leaked)
    for k,v in r.seconds.items(): print(k,len(v),[round(percentile(v,p)*1000) for p in (50,95,99)] if v else None)
    print(mem[:2],mem[len(mem)//2:len(mem)//2+1],mem[-1:])
    for k in s.processes: 
        log=(Path(f)/f"{k}.log").read_text(); bad=[l for l in log.splitlines() if "error" in l.lower() or "Traceback" in l]; print(k,len(bad),bad[:3])
