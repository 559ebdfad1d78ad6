// Poco spells it so; file names are case sensitive where this is compiled.
#include <winsock2.h>
