// What each product level of Azure DevOps promises, and which api-version the client therefore sends.

/** `max` and `released` are the highest api-versions; `hosted` is dev.azure.com. */
export const levels = [
    { name: 'server2019', max: 5.0, released: 5.0, hosted: false },
    { name: 'server2019.1', max: 5.1, released: 5.1, hosted: false },
    { name: 'server2020', max: 6.0, released: 6.0, hosted: false },
    { name: 'server2020.1', max: 6.1, released: 6.0, hosted: false },
    { name: 'server2022', max: 7.0, released: 7.0, hosted: false },
    { name: 'server2022.1', max: 7.1, released: 7.1, hosted: false },
    { name: 'services', max: 7.2, released: 7.1, hosted: true },
];

/** The version that a client which wants 7.1-preview.3 of a long released resource ends with. */
export function versionOfItems(level) {
    if (level.max >= 7.1) return '7.1-preview.3';
    return level.max === level.released ? level.max.toFixed(1) : `${level.max.toFixed(1)}-preview.3`;
}

/** The same of comments, which were never released. */
export function versionOfComments(level) {
    return level.max >= 7.1 ? '7.1-preview.3' : `${level.max.toFixed(1)}-preview.3`;
}
