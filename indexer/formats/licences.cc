// SPDX-License-Identifier: GPL-3.0-or-later
// The table is written as people write the names; it is compared by keys that
// leave out what does not matter (key_of).
#include "indexer/formats/licences.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "index/text.h"

namespace ibid {
namespace {

// clang-format off
constexpr auto kLicences = std::to_array<std::string_view>({
    // Creative Commons
    "CC0-1.0", "CC0", "CC-0", "CC Zero", "Creative Commons Zero",
    "CC-BY", "CC-BY-1.0", "CC-BY-2.0", "CC-BY-2.5", "CC-BY-3.0", "CC-BY-4.0",
    "CC-BY-3.0-AT", "CC-BY-3.0-DE", "CC-BY-3.0-IGO", "CC-BY-3.0-US",
    "CC-BY-SA", "CC-BY-SA-1.0", "CC-BY-SA-2.0", "CC-BY-SA-2.5",
    "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC-BY-SA-3.0-DE", "CC-BY-SA-3.0-IGO",
    "CC-BY-NC", "CC-BY-NC-1.0", "CC-BY-NC-2.0", "CC-BY-NC-2.5",
    "CC-BY-NC-3.0", "CC-BY-NC-4.0",
    "CC-BY-NC-SA", "CC-BY-NC-SA-1.0", "CC-BY-NC-SA-2.0", "CC-BY-NC-SA-2.5",
    "CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0",
    "CC-BY-NC-ND", "CC-BY-NC-ND-1.0", "CC-BY-NC-ND-2.0", "CC-BY-NC-ND-2.5",
    "CC-BY-NC-ND-3.0", "CC-BY-NC-ND-4.0",
    "CC-BY-ND", "CC-BY-ND-1.0", "CC-BY-ND-2.0", "CC-BY-ND-2.5",
    "CC-BY-ND-3.0", "CC-BY-ND-4.0", "CC-PDDC", "CC PDM 1.0",
    "Creative Commons", "Creative Commons Attribution",
    "Creative Commons Attribution 2.0", "Creative Commons Attribution 2.5",
    "Creative Commons Attribution 3.0", "Creative Commons Attribution 4.0",
    "Creative Commons BY 4.0", "Creative Commons BY-SA 4.0",
    "Creative Commons Attribution-ShareAlike",
    "Creative Commons Attribution-ShareAlike 2.0",
    "Creative Commons Attribution-ShareAlike 2.5",
    "Creative Commons Attribution-ShareAlike 3.0",
    "Creative Commons Attribution-ShareAlike 4.0",
    "Creative Commons Attribution-NonCommercial",
    "Creative Commons Attribution-NonCommercial 3.0",
    "Creative Commons Attribution-NonCommercial 4.0",
    "Creative Commons Attribution-NonCommercial-ShareAlike 3.0",
    "Creative Commons Attribution-NonCommercial-ShareAlike 4.0",
    "Creative Commons Attribution-NonCommercial-NoDerivatives 3.0",
    "Creative Commons Attribution-NonCommercial-NoDerivatives 4.0",
    "Creative Commons Attribution-NoDerivatives 4.0",
    "Creative Commons Zero 1.0", "CC0 1.0 Universal",
    "Creative Commons CC0", "Creative Commons CC0 1.0",
    // GNU
    "GPL", "GPL-1.0", "GPL-2.0", "GPL-3.0", "GPL-1.0-only", "GPL-2.0-only",
    "GPL-3.0-only", "GPL-1.0-or-later", "GPL-2.0-or-later",
    "GPL-3.0-or-later", "GPL-1.0+", "GPL-2.0+", "GPL-3.0+", "GPLv2", "GPLv3",
    "GPLv2+", "GPLv3+", "GPL-2", "GPL-3", "GPL-2+", "GPL-3+",
    "GNU GPL", "GNU GPL 2", "GNU GPL 3", "GNU GPL 2.0", "GNU GPL 3.0",
    "GNU GPLv2", "GNU GPLv3", "GNU General Public",
    "GNU General Public 2", "GNU General Public 3",
    "GNU General Public 2.0", "GNU General Public 3.0",
    "LGPL", "LGPL-2.0", "LGPL-2.1", "LGPL-3.0", "LGPL-2.0-only",
    "LGPL-2.1-only", "LGPL-3.0-only", "LGPL-2.0-or-later",
    "LGPL-2.1-or-later", "LGPL-3.0-or-later", "LGPL-2.0+", "LGPL-2.1+",
    "LGPL-3.0+", "LGPLv2", "LGPLv2.1", "LGPLv3", "LGPLv2+", "LGPLv2.1+",
    "LGPLv3+", "GNU LGPL", "GNU Lesser General Public",
    "GNU Lesser General Public 2.1", "GNU Lesser General Public 3.0",
    "AGPL", "AGPL-1.0", "AGPL-3.0", "AGPL-1.0-only", "AGPL-1.0-or-later",
    "AGPL-3.0-only", "AGPL-3.0-or-later", "AGPL-3.0+", "AGPLv3", "AGPLv3+",
    "GNU AGPL", "GNU Affero General Public", "GNU Affero General Public 3.0",
    "GFDL", "GFDL-1.1", "GFDL-1.2", "GFDL-1.3", "GFDL-1.1-only",
    "GFDL-1.2-only", "GFDL-1.3-only", "GFDL-1.1-or-later",
    "GFDL-1.2-or-later", "GFDL-1.3-or-later", "GFDL-1.3-no-invariants-only",
    "GFDL-1.2-no-invariants-or-later", "GFDL-1.3-no-invariants-or-later",
    "GNU FDL", "GNU FDL 1.3", "GNU Free Documentation",
    "GNU Free Documentation 1.2", "GNU Free Documentation 1.3",
    "GNU-All-permissive", "FSFAP", "FSFUL", "FSFULLR",
    // What follows WITH
    "Classpath-exception-2.0", "GCC-exception-3.1", "LLVM-exception",
    "Linux-syscall-note", "Font-exception-2.0", "Autoconf-exception-3.0",
    "Bison-exception-2.2", "OpenSSL-exception",
    // Permissive
    "MIT", "MIT-0", "MIT-CMU", "MIT-Modern-Variant", "MIT-feh", "X11", "Expat",
    "ISC", "Zlib", "zlib/libpng", "zlib-acknowledgement", "libpng",
    "libpng-2.0", "libtiff", "IJG", "Info-ZIP", "curl", "ICU", "HPND",
    "0BSD", "BSD", "BSD-1-Clause", "BSD-2-Clause", "BSD-2-Clause-Patent",
    "BSD-2-Clause-Views", "BSD-3-Clause", "BSD-3-Clause-Clear",
    "BSD-3-Clause-LBNL", "BSD-4-Clause", "BSD-4-Clause-UC", "BSD-style",
    "2-Clause BSD", "3-Clause BSD", "New BSD", "Modified BSD",
    "Simplified BSD", "Revised BSD", "FreeBSD-DOC", "BSD-Source-Code",
    "Apache", "Apache-1.0", "Apache-1.1", "Apache-2.0", "Apache 2",
    "ASL 2.0", "AFL-2.1", "AFL-3.0", "Artistic-1.0", "Artistic-1.0-Perl",
    "Artistic-2.0", "Beerware", "BSL-1.0", "Boost Software",
    "Boost Software 1.0", "BlueOak-1.0.0", "NCSA", "NTP", "OpenSSL",
    "PHP-3.0", "PHP-3.01", "PostgreSQL", "PSF-2.0", "PSF", "PSFL",
    "Python Software Foundation", "Python Software Foundation 2.0",
    "Python-2.0", "Python-2.0.1", "CNRI-Python", "Ruby", "SSH-OpenSSH", "TCL",
    "UPL-1.0", "Unicode-3.0", "Unicode-DFS-2015", "Unicode-DFS-2016",
    "Unicode-TOU", "Unlicense", "Vim", "W3C", "W3C-19980720",
    "W3C-20150513", "W3C Document", "W3C Software",
    "WTFPL", "Xnet", "ZPL-2.0", "ZPL-2.1", "Zend-2.0", "blessing",
    "bzip2-1.0.6", "EFL-2.0", "ECL-2.0", "MirOS", "MulanPSL-2.0", "Naumen",
    "NLOD-1.0", "NLOD-2.0", "OLDAP-2.8", "OpenLDAP", "TU-Berlin-2.0",
    // Weaker copyleft and the rest of the well-known ones
    "MPL", "MPL-1.0", "MPL-1.1", "MPL-2.0",
    "MPL-2.0-no-copyleft-exception", "Mozilla Public",
    "Mozilla Public 2.0", "EPL-1.0", "EPL-2.0", "Eclipse Public 2.0",
    "CDDL-1.0", "CDDL-1.1", "CPL-1.0", "CPAL-1.0", "CECILL-2.0",
    "CECILL-2.1", "CECILL-B", "CECILL-C", "EUPL-1.0", "EUPL-1.1", "EUPL-1.2",
    "IPL-1.0", "LPL-1.02", "LPPL-1.2", "LPPL-1.3a", "LPPL-1.3c", "MS-PL",
    "MS-RL", "NPOSL-3.0", "OSL-2.1", "OSL-3.0", "QPL-1.0", "RPL-1.5",
    "SISSL", "SPL-1.0", "Watcom-1.0", "APSL-2.0", "NASA-1.3",
    "SSPL-1.0", "BUSL-1.1", "Elastic-2.0", "PolyForm-Noncommercial-1.0.0",
    "RSA-MD", "SGI-B-2.0", "Spencer-94",
    // Fonts, data, documents, hardware
    "OFL", "OFL-1.0", "OFL-1.1", "OFL-1.1-RFN", "OFL-1.1-no-RFN",
    "SIL Open Font", "SIL Open Font 1.1", "SIL OFL 1.1", "Bitstream-Vera",
    "ODbL", "ODbL-1.0", "Open Database", "ODC-By-1.0", "PDDL-1.0",
    "CDLA-Permissive-1.0", "CDLA-Permissive-2.0", "CDLA-Sharing-1.0",
    "OGL-UK-1.0", "OGL-UK-2.0", "OGL-UK-3.0", "OGL-Canada-2.0",
    "Open Government", "Open Government 3.0", "etalab-2.0", "DL-DE-BY-2.0",
    "OPL-1.0", "OPUBL-1.0", "Open Publication 1.0", "LAL-1.3",
    "FDL", "FreeImage", "CERN-OHL-P-2.0", "CERN-OHL-S-2.0",
    "CERN-OHL-W-2.0", "TAPR-OHL-1.0", "IETF Trust",
    "IETF Trust Legal Provisions",
    // No licence
    "Public Domain", "PDM", "US Public Domain",
    "Public Domain (US)", "Public Domain Mark 1.0", "LicenseRef-PublicDomain",
    "All rights reserved", "Copyright, all rights reserved", "Copyrighted",
    "Proprietary", "Fair use", "Fair dealing",
    "Used with permission", "By permission", "Royalty-free",
});

constexpr auto kAlsoNames = std::to_array<std::string_view>({
    "PostgreSQL", "W3C", "Ruby", "Vim", "OpenSSL", "OpenLDAP", "curl", "TCL",
    "X11", "ICU", "Apache", "BSD", "NTP", "NCSA",
    "Expat", "libpng", "libtiff", "Zlib", 
    "Python Software Foundation", "Creative Commons",
    "IETF Trust", "PSF", "Beerware", "Unlicense",
});
// clang-format on

// Words that say nothing, behind the first.
bool is_filler(std::string_view word) {
  constexpr auto kFillers = std::to_array<std::string_view>(
      {"the", "licence", "license", "version", "v", "international", "unported",
       "generic"});
  return std::ranges::find(kFillers, word) != kFillers.end();
}

// What two spellings of a licence have in common: lower case, without what
// separates words and without fillers. "v2.0" counts as "2.0".
std::string key_of(std::string_view text) {
  constexpr std::string_view kSeparators = " \t-_,/()";
  const std::string lower = ascii_lower(text);
  std::string key;
  for (size_t at = 0; at < lower.size();) {
    const size_t start = lower.find_first_not_of(kSeparators, at);
    if (start == std::string::npos) break;
    at = std::min(lower.find_first_of(kSeparators, start), lower.size());
    std::string_view word = std::string_view(lower).substr(start, at - start);
    if (key.empty() || !is_filler(word)) {
      if (word.size() > 1 && word[0] == 'v' && word[1] >= '0' && word[1] <= '9')
        word.remove_prefix(1);
      key += word;
    }
  }
  return key;
}

using Keys = std::vector<std::string>;

template <size_t kCount>
Keys keys_of(const std::array<std::string_view, kCount>& names) {
  Keys keys;
  for (const std::string_view name : names) keys.push_back(key_of(name));
  std::ranges::sort(keys);
  return keys;
}

}  // namespace

bool is_licence(std::string_view text) {
  static const Keys keys = keys_of(kLicences);
  if (text.empty() || text.size() > kMaxLicenceBytes) return false;
  // Separators count for nothing only inside.
  constexpr std::string_view kOutside = " \t-_,/";
  if (kOutside.find(text.front()) != std::string_view::npos ||
      kOutside.find(text.back()) != std::string_view::npos)
    return false;
  return std::ranges::binary_search(keys, key_of(text));
}

bool is_also_a_name(std::string_view licence) {
  static const Keys keys = keys_of(kAlsoNames);
  if (licence.size() > kMaxLicenceBytes) return false;
  // "Ruby License" can be nothing else.
  const std::string lower = ascii_lower(licence);
  if (lower.ends_with("licence") || lower.ends_with("license")) {
    return lower.ends_with("unlicense");
  }
  return std::ranges::binary_search(keys, key_of(licence));
}

}  // namespace ibid
