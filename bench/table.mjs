// Measures beside their gates.

export const rounded = value => value >= 100 ? Math.round(value) : Number(value.toPrecision(3));

export class Table {
    #rows = [];

    /** A measure that may be at most `gate`. */
    gated(name, value, gate) {
        this.#rows.push({ name, value, gate });
    }
    /** A measure without a gate. */
    told(name, value) {
        this.#rows.push({ name, value });
    }

    missed() {
        return this.#rows.filter(row => row.gate !== undefined && row.value > row.gate).length;
    }

    print(title) {
        const text = value => rounded(value).toLocaleString('en', { maximumFractionDigits: 5 });
        const widest = Math.max(...this.#rows.map(row => row.name.length));
        console.log(`\n${title}`);
        for (const { name, value, gate } of this.#rows) {
            const judged = gate === undefined ? '' : `  at most ${text(gate).padStart(9)}  ${value > gate ? 'MISSED' : 'met'}`;
            console.log(`  ${name.padEnd(widest)}  ${text(value).padStart(9)}${judged}`);
        }
        const missed = this.missed();
        console.log(missed === 0 ? '\nAll budgets are met.' : `\n${missed} missed.`);
    }
}
