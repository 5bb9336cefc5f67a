// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/word_forms.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

namespace ibid {
namespace {

// Families end in a semicolon; a word may stand in several.
constexpr std::string_view kFamilies =
    "arise arose arisen;awake awoke awoken;"
    "bear bore borne born birth birthplace birthday;beat beaten;"
    "become became;begin began begun beginning;bend bent;bind bound;"
    "bite bit bitten;bleed bled blood;blow blew blown;"
    "break broke broken breakage;breed bred;bring brought;"
    "build built building builder;burn burnt;"
    "buy bought buyer purchase purchased;catch caught;"
    "choose chose chosen choice;cling clung;come came;creep crept;dig dug;"
    "draw drew drawn;drink drank drunk;drive drove driven driver;"
    "eat ate eaten;fall fell fallen;feed fed food;feel felt feeling;"
    "fight fought;find found finding;flee fled;fly flew flown flight;"
    "forbid forbade forbidden;forget forgot forgotten;"
    "forgive forgave forgiven;freeze froze frozen;get got gotten;"
    "give gave given gift;go went gone;grow grew grown growth;hang hung;"
    "hear heard;hide hid hidden;hold held holder;keep kept;"
    "know knew known knowledge;lay laid;lead led leader leadership;"
    "leave left;lend lent;lie lay lain;light lit;lose lost loss;"
    "make made maker;mean meant meaning;meet met meeting;pay paid payment;"
    "ride rode ridden;ring rang rung;rise rose risen;"
    "run ran running runner;say said;see saw seen;seek sought;"
    "sell sold sale seller;send sent sender;shake shook shaken;shine shone;"
    "shoot shot;show showed shown;shrink shrank shrunk;"
    "sing sang sung song singer;sink sank sunk;sit sat;sleep slept;"
    "slide slid;speak spoke spoken speech speaker;spend spent spending;"
    "spin spun;stand stood;steal stole stolen theft;stick stuck;"
    "strike struck stricken;swear swore sworn;sweep swept;swim swam swum;"
    "swing swung;take took taken;teach taught teacher;tear tore torn;"
    "tell told;think thought;throw threw thrown;understand understood;"
    "wake woke woken;wear wore worn;weave wove woven;"
    "win won winner victory;withdraw withdrew withdrawn withdrawal;"
    "write wrote written writer author;man men;woman women;child children;"
    "person people;foot feet;tooth teeth;mouse mice;goose geese;"
    "life lives live living alive;wife wives;knife knives;leaf leaves;"
    "half halves;self selves;wolf wolves;thief thieves;"
    "analysis analyses analyze analyse analytic;basis bases;crisis crises;"
    "thesis theses;axis axes;matrix matrices;index indices indexes;"
    "appendix appendices;vertex vertices;criterion criteria;"
    "phenomenon phenomena;bacterium bacteria;medium media;datum data;"
    "die dead death deadly died;long length;wide width;deep depth;"
    "high height;strong strength;broad breadth;hot heat;able ability;"
    "able enable;advise advice;believe belief;prove proof;speed fast quick;"
    "succeed success successful;explain explanation;"
    "receive receipt reception;describe description;decide decision;"
    "divide division;expand expansion;extend extension extent;"
    "conclude conclusion;include inclusion;invade invasion;"
    "explode explosion;persuade persuasion;permit permission;"
    "admit admission;submit submission;produce product production producer;"
    "reduce reduction;introduce introduction;destroy destruction;"
    "construct construction build;maintain maintenance;"
    "pronounce pronunciation;marry marriage wife husband spouse married;"
    "weigh weight;compare comparison;respond response;"
    "defend defense defence;offend offense offence;refer reference;"
    "differ different difference;exist existence;"
    "depend dependent dependence;perform performance;appear appearance;"
    "important importance;significant significance;distant distance;"
    "absent absence;present presence;compete competition competitor;"
    "repeat repetition;define definition;oppose opposition opposite;"
    "propose proposal;suppose supposition;apply application applicant;"
    "supply supplier;deny denial;try trial;arrive arrival;approve approval;"
    "refuse refusal;survive survival;remove removal;renew renewal;"
    "govern government;employ employment employee employer job;"
    "settle settlement;entertain entertainment;"
    "found founder foundation established establish;king kingdom;"
    "free freedom;wise wisdom;author authored writer;"
    "invent inventor invention;create creator creation;"
    "discover discovery discoverer;direct director;act actor actress;"
    "compose composer composition;conquer conquest;poor poverty;"
    "rich wealth wealthy;young youth;true truth;warm warmth;grow growth;"
    "argue argument;treat treatment;agree agreement;enter entry entrance;"
    "france french;germany german;england english;britain british;"
    "spain spanish;italy italian;russia russian;china chinese;"
    "japan japanese;india indian;greece greek;rome roman;egypt egyptian;"
    "poland polish;sweden swedish;denmark danish;norway norwegian;"
    "finland finnish;netherlands dutch;scotland scottish;ireland irish;"
    "wales welsh;turkey turkish;portugal portuguese;switzerland swiss;"
    "austria austrian;hungary hungarian;mexico mexican;canada canadian;"
    "brazil brazilian;america american;africa african;asia asian;"
    "europe european;australia australian;korea korean;vietnam vietnamese;"
    "iran iranian persian;iraq iraqi;israel israeli jewish;paris parisian;"
    "two second twice;three third;four fourth;five fifth;six sixth;"
    "seven seventh;eight eighth;nine ninth;ten tenth;film movie;"
    "car automobile;uk britain;tv television;cost price fee;"
    "phone telephone;start begin;begin commence start;end finish;"
    "end conclude;kill murder;ill sick illness sickness;error fault;"
    "delete remove;show display;make create;quick fast;big large;"
    "huge large;help assist;require need;use usage;way method;"
    "choose select pick;change modify;wrong incorrect;allow permit;"
    "forbid prohibit;located location;usa american;one first;"
    "get got gotten obtain;choose selection;hungry hunger;angry anger;"
    "proud pride;safe safety;certain certainty;cruel cruelty;"
    "beautiful beauty;easy ease;busy business;hand manual;mouth oral;"
    "sea marine naval;sun solar;moon lunar;star stellar;earth terrestrial;"
    "town city urban;law legal;mind mental;body physical;heart cardiac;"
    "water aquatic;father paternal;mother maternal;brother fraternal;"
    "year annual;day daily;week weekly;month monthly;night nocturnal;"
    "spring vernal;buy shop;bye leave;lend loan;borrow loan;move motion;"
    "think thought idea;vaccine vaccinate inoculate;refund reimburse;"
    "cancel cancellation;deliver delivery ship shipping;order purchase;"
    "doctor physician;lawyer attorney;job work occupation profession;"
    "wage salary pay;house home residence;country nation;begin origin;"
    "old age aged;tall height;far distance;heavy weight;big size;"
    "many number;often frequency;";

using Families =
    std::unordered_map<std::string_view, std::vector<std::string_view>>;

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const size_t end = std::min(text.find(at), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

Families read_families() {
  Families families;
  for (const std::string_view family : split(kFamilies, ';')) {
    const std::vector<std::string_view> words = split(family, ' ');
    for (const std::string_view word : words) {
      std::vector<std::string_view>& others = families[word];
      for (const std::string_view other : words) {
        if (other != word &&
            std::find(others.begin(), others.end(), other) == others.end()) {
          others.push_back(other);
        }
      }
    }
  }
  return families;
}

// Words of one short vowel double their last letter before an ending: caring is
// no form of car.
bool doubles_last_letter(std::string_view word) {
  const size_t vowel = word.find_first_of("aeiouy");
  return vowel != std::string_view::npos && vowel + 2 == word.size() &&
         std::string_view("aeiouwxy").find(word.back()) ==
             std::string_view::npos;
}

// Whether word could be written with the ending: crosses, but not sites of sit.
bool takes_ending(std::string_view word, std::string_view ending) {
  if (ending == "es") {
    constexpr std::array<std::string_view, 6> kHissing = {"s",  "x",  "z",
                                                          "ch", "sh", "o"};
    return std::any_of(
        kHissing.begin(), kHissing.end(),
        [&](std::string_view end) { return word.ends_with(end); });
  }
  return (ending != "ed" && ending != "ing") || !doubles_last_letter(word);
}

// win of winn, which winning is written with.
bool is_doubled(std::string_view word) {
  return word.size() > 2 && word.back() == word[word.size() - 2] &&
         doubles_last_letter(word.substr(0, word.size() - 1));
}

}  // namespace

std::vector<std::string> base_words(std::string_view folded_word) {
  std::vector<std::string> found = {std::string(folded_word)};
  for (const std::string_view ending : {"s", "es", "ed", "d", "ing"}) {
    if (!folded_word.ends_with(ending)) continue;
    std::string base(folded_word.substr(0, folded_word.size() - ending.size()));
    if (takes_ending(base, ending)) found.push_back(base);
    if (ending != "ed" && ending != "ing") continue;
    if (is_doubled(base)) found.push_back(base.substr(0, base.size() - 1));
    if (ending == "ing") found.push_back(base + "e");
  }
  if (folded_word.ends_with("ies") || folded_word.ends_with("ied")) {
    found.push_back(std::string(folded_word.substr(0, folded_word.size() - 3)) +
                    "y");
  }
  return found;
}

std::vector<std::string_view> other_forms(std::string_view folded_word) {
  static const Families families = read_families();
  constexpr size_t kLongest = 24;  // bytes, with an ending
  if (folded_word.size() > kLongest) return {};
  for (const std::string& base : base_words(folded_word)) {
    const auto found = families.find(base);
    if (found != families.end()) return found->second;
  }
  return {};
}

}  // namespace ibid
