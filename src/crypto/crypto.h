/* The part's one header: everything that crypto/ offers to the parts above it.
   In all of it: outputs go to `room` bytes of the caller at out, their length to *n. */
#ifndef HY_CRYPTO_CRYPTO_H
#define HY_CRYPTO_CRYPTO_H

#include "crypto/aead.h"
#include "crypto/aead_parts.h"
#include "crypto/cipher.h"
#include "crypto/context.h"
#include "crypto/curve.h"
#include "crypto/dh.h"
#include "crypto/digest.h"
#include "crypto/dsa.h"
#include "crypto/ec_key.h"
#include "crypto/ecdh.h"
#include "crypto/ecdsa.h"
#include "crypto/eddsa.h"
#include "crypto/iso9796.h"
#include "crypto/mac.h"
#include "crypto/message.h"
#include "crypto/midstate.h"
#include "crypto/padding.h"
#include "crypto/random.h"
#include "crypto/rsa.h"
#include "crypto/rsa_key.h"
#include "crypto/running.h"
#include "crypto/xdh.h"

#endif
