import assert from 'node:assert/strict';
import { guid } from './world.mjs';

async function projectList({ projects, project, odd }) {
    const all = await projects.getProjects();
    assert.deepEqual(all.map((row) => row.name).sort(), [odd, project].sort());
    for (const row of all) {
        assert.match(row.id, guid);
        assert.equal(row.state, 'wellFormed');
        assert.ok(!Number.isNaN(Date.parse(row.lastUpdateTime)));
    }
    const second = await projects.getProjects(undefined, 1, 1);
    assert.deepEqual(second.map((row) => row.name), [all[1].name]);
}

async function oneProject({ projects, project, odd }) {
    const known = await projects.getProject(project, true);
    assert.equal(known.capabilities.processTemplate.templateName, 'Agile');
    assert.match(known.capabilities.processTemplate.templateTypeId, guid);
    assert.match(known.defaultTeam.id, guid);
    assert.equal((await projects.getProject(known.id)).name, project);
    assert.equal((await projects.getProject(odd)).name, odd);
    assert.equal(await projects.getProject('No such project'), null);
}

async function types({ wit, project, odd }) {
    const names = (await wit.getWorkItemTypes(project)).map((type) => type.name);
    for (const name of ['Bug', 'Task', 'User Story', 'Feature', 'Epic']) assert.ok(names.includes(name), name);
    const bug = await wit.getWorkItemType(project, 'Bug');
    assert.equal(bug.referenceName, 'Microsoft.VSTS.WorkItemTypes.Bug');
    assert.ok(bug.transitions[''].some((step) => step.to === 'New'));
    assert.ok(bug.states.every((state) => state.name && state.color && state.category));
    assert.ok(bug.fieldInstances.some((field) => field.referenceName === 'System.Title' && field.alwaysRequired));
    assert.match(bug.icon.url, /workItemIcons/);
    const backlog = await wit.getWorkItemType(odd, 'Product Backlog Item');
    assert.equal(backlog.name, 'Product Backlog Item');
    assert.equal(await wit.getWorkItemType(project, 'No such type'), null);
}

async function typeFields({ wit, project, work }) {
    const all = await wit.getWorkItemTypeFieldsWithReferences(project, 'Bug', work.WorkItemTypeFieldsExpandLevel.All);
    const priority = all.find((field) => field.referenceName === 'Microsoft.VSTS.Common.Priority');
    assert.deepEqual(priority.allowedValues, ['1', '2', '3', '4']);
    assert.equal(priority.defaultValue, '2');
    assert.ok(all.every((field) => Array.isArray(field.dependentFields)));
    const short = await wit.getWorkItemTypeFieldsWithReferences(project, 'Bug');
    assert.equal(short.length, all.length);
    assert.ok(short.every((field) => field.allowedValues === undefined));
    const one = await wit.getWorkItemTypeFieldWithReferences(project, 'Bug', 'System.Title');
    assert.equal(one.name, 'Title');
}

async function states({ wit, project, odd }) {
    const names = async (...of) => (await wit.getWorkItemTypeStates(...of)).map((state) => state.name);
    assert.deepEqual(await names(project, 'Bug'), ['New', 'Active', 'Resolved', 'Closed']);
    assert.ok((await names(odd, 'Product Backlog Item')).includes('Committed'));
    const categories = (await wit.getWorkItemTypeStates(project, 'Bug')).map((state) => state.category);
    assert.deepEqual(categories, ['Proposed', 'InProgress', 'Resolved', 'Completed']);
}

async function fields({ wit, project, work }) {
    const all = await wit.getFields(project);
    const title = all.find((field) => field.referenceName === 'System.Title');
    assert.equal(title.type, work.FieldType.String);
    assert.equal(title.usage, work.FieldUsage.WorkItem);
    const same = await wit.getField('System.Title');
    assert.equal(same.name, 'Title');
    assert.equal(all.find((field) => field.referenceName === 'System.Description').type, work.FieldType.Html);
    assert.equal(all.find((field) => field.referenceName === 'System.AreaPath').type, work.FieldType.TreePath);
    assert.ok(all.find((field) => field.referenceName === 'System.AssignedTo').isIdentity);
}

/** The client cannot name the group of areas (its number 0 is dropped), so iterations stand for both. */
async function nodes({ wit, project, work }) {
    const roots = await wit.getRootNodes(project, 2);
    assert.deepEqual(roots.map((node) => node.structureType),
        [work.TreeNodeStructureType.Area, work.TreeNodeStructureType.Iteration]);
    assert.equal(roots[0].path, `\\${project}\\Area`);
    const group = work.TreeStructureGroup.Iterations;
    const made = await wit.createOrUpdateClassificationNode({ name: 'Wave 1 (süd)' }, project, group);
    assert.equal(made.path, `\\${project}\\Iteration\\Wave 1 (süd)`);
    const child = await wit.createOrUpdateClassificationNode({ name: 'Week 1' }, project, group, 'Wave 1 (süd)');
    const tree = await wit.getClassificationNode(project, group, 'Wave 1 (süd)', 1);
    assert.equal(tree.hasChildren, true);
    assert.equal(tree.children[0].hasChildren, false);
    assert.deepEqual(tree.children.map((node) => node.name), ['Week 1']);
    const byId = await wit.getClassificationNodes(project, [made.id, child.id]);
    assert.deepEqual(byId.map((node) => node.identifier).sort(), [made.identifier, child.identifier].sort());
    await wit.deleteClassificationNode(project, group, 'Wave 1 (süd)/Week 1', made.id);
    assert.equal(await wit.getClassificationNode(project, group, 'Wave 1 (süd)/Week 1'), null);
}

async function relationTypes({ wit }) {
    const all = await wit.getRelationTypes();
    for (const name of ['Hyperlink', 'AttachedFile', 'ArtifactLink', 'System.LinkTypes.Hierarchy-Reverse'])
        assert.ok(all.some((type) => type.referenceName === name), name);
    const parent = await wit.getRelationType('System.LinkTypes.Hierarchy-Reverse');
    assert.equal(parent.name, 'Parent');
    assert.equal(parent.attributes.oppositeEndReferenceName, 'System.LinkTypes.Hierarchy-Forward');
}

async function categories({ wit, project }) {
    const all = await wit.getWorkItemTypeCategories(project);
    const bugs = all.find((category) => category.referenceName === 'Microsoft.BugCategory');
    assert.equal(bugs.defaultWorkItemType.name, 'Bug');
    assert.equal((await wit.getWorkItemTypeCategory(project, 'Microsoft.BugCategory')).name, bugs.name);
}

export const process = [
    { name: 'projects', run: projectList },
    { name: 'project', run: oneProject },
    { name: 'work item types', run: types },
    { name: 'type fields', run: typeFields },
    { name: 'type states', run: states },
    { name: 'fields', run: fields },
    { name: 'classification nodes', run: nodes },
    { name: 'relation types', run: relationTypes },
    { name: 'type categories', run: categories },
];
