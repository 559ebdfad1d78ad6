// The functions that answer, one per operation; which address leads to which is in routes.cpp.
#pragma once

#include "sandbox/azure_devops/call.h"

namespace sandbox::azure_devops {

Reply connection_data(Call& call);
Reply resource_areas(Call& call);
Reply list_projects(Call& call);
Reply get_project_properties(Call& call);
Reply list_processes(Call& call);

Reply list_fields(Call& call);
Reply list_types(Call& call);
Reply list_type_fields(Call& call);
Reply list_type_states(Call& call);
Reply list_categories(Call& call);
Reply list_relation_types(Call& call);
Reply list_transitions(Call& call);
Reply list_tags(Call& call);

Reply root_nodes(Call& call);
Reply get_node(Call& call);
Reply create_node(Call& call);
Reply delete_node(Call& call);

Reply create_item(Call& call);
Reply update_item(Call& call);
Reply get_items(Call& call);
Reply get_items_batch(Call& call);
Reply delete_item(Call& call);
Reply write_batch(Call& call);

Reply get_deleted(Call& call);
Reply restore_item(Call& call);
Reply destroy_item(Call& call);

Reply list_revisions(Call& call);
Reply list_updates(Call& call);
Reply list_comments(Call& call);
Reply add_comment(Call& call);
Reply change_comment(Call& call);
Reply delete_comment(Call& call);
Reply list_old_comments(Call& call);

Reply run_wiql(Call& call);
Reply query_artifact_uris(Call& call);
Reply read_feed(Call& call);
Reply upload_attachment(Call& call);
Reply upload_piece(Call& call);
Reply download_attachment(Call& call);

}  // namespace sandbox::azure_devops
