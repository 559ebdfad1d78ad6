// Poco spells it so; file names are case sensitive where this is compiled.
#include <iphlpapi.h>
#undef TIMESTAMP_REQUEST  // a macro of wincrypt.h that is a name in Poco::Net::ICMPv4PacketImpl
