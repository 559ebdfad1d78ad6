// The agent under measurement: plain, under callgrind, under strace.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

/** The most memory that a process has had so far, in KiB; 0 once it is gone. */
function peakOf(pid) {
    try {
        return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    } catch {
        return 0;
    }
}

/** The agent itself, where a wrapper that keeps signals to itself has started it. */
function innermost(pid) {
    const inner = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0];
    return inner === '' ? pid : innermost(Number(inner));
}

export class Agent {
    constructor(bin, standIn) {
        this.program = join(bin, 'deskbridge');
        this.standIn = standIn;
    }

    start(words, wrapper = []) {
        const [program, ...rest] = [...wrapper, this.program, '--config', this.standIn.config, ...words];
        const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
        child.said = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', data => { child.said += data; });
        return child;
    }

    /** Runs one command to its end: {seconds, peak}; `peak` in KiB, looked at every 10 ms. Anything but exit code 0 throws. */
    async run(words, wrapper = []) {
        const begin = process.hrtime.bigint();
        const child = this.start(words, wrapper);
        let peak = 0;
        const look = setInterval(() => { peak = Math.max(peak, peakOf(child.pid)); }, 10);
        const [code] = await once(child, 'close');
        clearInterval(look);
        if (code !== 0) throw new Error(`deskbridge ${words.join(' ')} ended with ${code}:\n${child.said}`);
        return { seconds: Number(process.hrtime.bigint() - begin) / 1e9, peak };
    }

    async instructions(words) {
        const out = join(this.standIn.folder, 'callgrind.out');
        await this.run(words, ['valgrind', '-q', '--tool=callgrind', `--callgrind-out-file=${out}`]);
        return Number(/^(?:summary|totals): (\d+)/m.exec(readFileSync(out, 'utf8'))[1]);
    }

    traced() {
        return ['strace', '-f', '-qq', '-e', 'trace=fdatasync,fsync', '-e', 'signal=none', '-o', this.traceFile()];
    }
    traceFile() {
        return join(this.standIn.folder, 'syncs');
    }
    /** Waits for the disk, so far. */
    syncs() {
        if (!existsSync(this.traceFile())) return 0;
        return readFileSync(this.traceFile(), 'utf8').split('\n').filter(line => /f(data)?sync\(/.test(line)).length;
    }

    stateBytes() {
        return statSync(this.standIn.state).size;
    }

    /** Lets `run` work until `enough` says so; returns the peak memory in KiB. */
    async runUntil(enough, wrapper = []) {
        const child = this.start(['run'], wrapper);
        let peak = 0;
        try {
            while (!(await enough())) {
                if (child.exitCode !== null) throw new Error(`deskbridge run ended:\n${child.said}`);
                peak = Math.max(peak, peakOf(child.pid));
                await wait(50);
            }
        } finally {
            const closed = once(child, 'close');
            if (child.exitCode === null) process.kill(innermost(child.pid), 'SIGTERM');
            await closed;
        }
        return peak;
    }
}
