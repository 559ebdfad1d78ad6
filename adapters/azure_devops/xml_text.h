// Characters that a work item may not hold.
#pragma once

#include <string>

namespace deskbridge::azure_devops {

/// A JSON document whose texts XML 1.0 can hold: what it cannot (control characters but for tab and line
/// ends, U+FFFE, U+FFFF) is U+FFFD instead. Customers paste such bytes (3 of 4,867 questions did). Whether a
/// server takes them is nowhere written; some refuse them with TF20507 ("a character that is not valid:
/// 'u0001'"), others with "hexadecimal value 0xFFFF, is an invalid character" (azure-devops-migration-tools
/// issue 1883, 2024-01-27).
std::string in_xml_characters(const std::string& json);

}  // namespace deskbridge::azure_devops
