// The program's version, as `tarn version` and the tables' commits name it.

#pragma once

#define TARN_VERSION "0.1.0"
