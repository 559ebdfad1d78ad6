// What HttpClient does with files, for the other Http of tests.
#pragma once

#include "contract/http.h"

#include <filesystem>
#include <fstream>
#include <string>

namespace deskbridge {

/// The body that goes out, wherever it comes from.
inline std::string body_of(const HttpRequest& request) {
    if (request.body_file.empty()) return request.body;
    std::ifstream file(request.body_file, std::ios::binary);
    file.seekg(static_cast<std::streamoff>(request.body_offset));
    std::string body(request.body_bytes, '\0');
    file.read(body.data(), static_cast<std::streamsize>(body.size()));
    body.resize(static_cast<std::size_t>(file.gcount()));
    return body;
}

/// The same answer, its body in the file that the request names.
inline HttpResponse saved(const HttpRequest& request, HttpResponse answer) {
    if (request.save_to.empty() || answer.status < 200 || answer.status > 299) return answer;
    answer.cut = answer.body.size() > request.save_limit;
    if (answer.cut) answer.body.resize(request.save_limit);
    std::ofstream(request.save_to, std::ios::binary) << answer.body;
    answer.saved = answer.body.size();
    answer.body.clear();
    return answer;
}

}  // namespace deskbridge
