# What is installed, and the Debian package (make package). The man page and the completions are made by the program.

include(GNUInstallDirs)
set(made ${PROJECT_BINARY_DIR}/package)
file(MAKE_DIRECTORY ${made})

set(PROGRAM /usr/bin/deskbridge)
set(CONFIG /etc/deskbridge/deskbridge.json)
configure_file(${CMAKE_CURRENT_LIST_DIR}/systemd/deskbridge.service.in ${made}/deskbridge.service @ONLY)

string(TIMESTAMP changed "%a, %d %b %Y 00:00:00 +0000" UTC)
file(CONFIGURE OUTPUT ${made}/changelog CONTENT "deskbridge (${PROJECT_VERSION}-1) unstable; urgency=medium

  * See /usr/share/doc/deskbridge/NEWS.md.gz.

 -- deskbridge authors <deskbridge@deskbridge.dev>  ${changed}
")

add_custom_command(
    OUTPUT ${made}/deskbridge.1.gz ${made}/deskbridge.bash ${made}/changelog.Debian.gz ${made}/NEWS.md.gz
    COMMAND sh -c "$<TARGET_FILE:deskbridge> manual man | gzip -9n >${made}/deskbridge.1.gz"
    COMMAND sh -c "$<TARGET_FILE:deskbridge> manual bash >${made}/deskbridge.bash"
    COMMAND sh -c "gzip -9n <${made}/changelog >${made}/changelog.Debian.gz"
    COMMAND sh -c "gzip -9n <${PROJECT_SOURCE_DIR}/CHANGELOG.md >${made}/NEWS.md.gz"
    DEPENDS deskbridge ${PROJECT_SOURCE_DIR}/CHANGELOG.md ${made}/changelog
    VERBATIM)
add_custom_target(package_texts
    DEPENDS ${made}/deskbridge.1.gz ${made}/deskbridge.bash ${made}/changelog.Debian.gz ${made}/NEWS.md.gz)
# what `make package` builds before it calls cpack
add_custom_target(packaged DEPENDS package_texts deskbridge deskbridge-sandbox)

install(TARGETS deskbridge RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${made}/deskbridge.service DESTINATION /lib/systemd/system)
install(FILES ${made}/deskbridge.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${made}/deskbridge.bash DESTINATION share/bash-completion/completions RENAME deskbridge)
install(FILES ${made}/changelog.Debian.gz ${made}/NEWS.md.gz ${CMAKE_CURRENT_LIST_DIR}/deb/copyright
    ${PROJECT_SOURCE_DIR}/docs/install-linux.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${PROJECT_SOURCE_DIR}/mappings/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME mappings.md)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/examples/deskbridge.json ${CMAKE_CURRENT_LIST_DIR}/examples/tickets.json
    DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/examples/deskbridge.json ${CMAKE_CURRENT_LIST_DIR}/examples/tickets.json
    DESTINATION /etc/deskbridge PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ)
file(GLOB schemas ${PROJECT_SOURCE_DIR}/agent/config/*.schema.json ${PROJECT_SOURCE_DIR}/mappings/*.schema.json)
install(FILES ${schemas} DESTINATION share/deskbridge)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME deskbridge)
set(CPACK_PACKAGE_CONTACT "deskbridge authors <deskbridge@deskbridge.dev>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "help-desk tickets to Azure DevOps work items and back")
set(CPACK_PACKAGE_DESCRIPTION
    "Polls a help desk, makes a work item in Azure DevOps Services or Server of
each ticket that a readable mapping selects, and carries later changes of
either side to the other, once each, without a relay in between.")
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, ca-certificates")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
file(WRITE ${made}/conffiles "/etc/deskbridge/deskbridge.json\n/etc/deskbridge/tickets.json\n")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${CMAKE_CURRENT_LIST_DIR}/deb/postinst ${CMAKE_CURRENT_LIST_DIR}/deb/prerm ${CMAKE_CURRENT_LIST_DIR}/deb/postrm
    ${made}/conffiles)
include(CPack)
