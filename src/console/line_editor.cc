#include "console/line_editor.h"

#include <fmt/format.h>
#include <histedit.h>
#include <langinfo.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <utility>
#include <vector>

#include "console/characters.h"

namespace tarn::console {
namespace {

// Keys that nobody has, which a function presses to have another called (press_at_end).
constexpr const wchar_t* kEndText = L"\x1F";
constexpr const wchar_t* kShowWords = L"\x1E";

// Makes Ctrl-C a key like others for as long as a text is edited. (libedit takes its settings of
// the terminal from those that it finds.)
class InterruptKeyOff {
 public:
  InterruptKeyOff() {
    termios settings = {};
    if (::tcgetattr(STDIN_FILENO, &settings) == 0) {
      before_ = settings;
      settings.c_cc[VINTR] = _POSIX_VDISABLE;
      ::tcsetattr(STDIN_FILENO, TCSADRAIN, &settings);
    }
  }
  ~InterruptKeyOff() {
    if (before_) {
      ::tcsetattr(STDIN_FILENO, TCSADRAIN, &*before_);
    }
  }
  InterruptKeyOff(const InterruptKeyOff&) = delete;
  InterruptKeyOff& operator=(const InterruptKeyOff&) = delete;

 private:
  std::optional<termios> before_;
};

// As many names as are shown at once.
constexpr size_t kWordsShown = 200;
constexpr size_t kWidthUnknown = 80;

// The editor counts characters by the locale, so it must be one of UTF-8.
void use_utf8() {
  std::setlocale(LC_CTYPE, "");
  if (std::string_view(nl_langinfo(CODESET)) != "UTF-8") {
    std::setlocale(LC_CTYPE, "C.UTF-8");
  }
}

size_t terminal_width() {
  winsize size = {};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                           : kWidthUnknown;
}

// More was typed, or pasted, than was read.
bool is_input_waiting() {
  pollfd input = {.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  return ::poll(&input, 1, 0) > 0;
}

// Words in columns, as many as fit side by side.
std::string in_columns(const std::vector<std::string>& words, size_t width) {
  const size_t shown = std::min(words.size(), kWordsShown);
  size_t widest = 1;
  for (size_t i = 0; i < shown; ++i) {
    widest = std::max(widest, display_width(words[i]) + 2);
  }
  const size_t columns = std::max<size_t>(1, width / widest);
  const size_t lines = (shown + columns - 1) / columns;
  std::string text;
  for (size_t line = 0; line < lines; ++line) {
    for (size_t i = line; i < shown; i += lines) {
      const bool is_last = i + lines >= shown;
      text += words[i] + (is_last ? "" : std::string(widest - display_width(words[i]), ' '));
    }
    text += "\n";
  }
  if (shown < words.size()) {
    text += fmt::format("and {} more\n", words.size() - shown);
  }
  return text;
}

}  // namespace

class LineEditor::State {
 public:
  State(std::string prompt, Hooks hooks, const History& history)
      : prompt_(code_points(prompt)), hooks_(std::move(hooks)) {
    use_utf8();
    editor_ = el_init("tarn", stdin, stdout, stderr);
    history_ = history_winit();
    HistEventW event = {};
    history_w(history_, &event, H_SETSIZE, static_cast<int>(History::kEntries));
    for (const std::string& entry : history.entries()) {
      remember(entry);
    }
    el_wset(editor_, EL_CLIENTDATA, this);
    el_wset(editor_, EL_PROMPT, prompt_of);
    el_wset(editor_, EL_EDITOR, L"emacs");
    el_wset(editor_, EL_SIGNAL, 1);  // a changed size of the window
    el_wset(editor_, EL_HIST, history_w, history_);
    bind();
    el_source(editor_, nullptr);
  }

  ~State() {
    history_wend(history_);
    el_end(editor_);
  }

  State(const State&) = delete;
  State& operator=(const State&) = delete;

  std::optional<std::string> read() {
    const InterruptKeyOff key;
    // Before the prompt is shown: a Ctrl-D that is typed at once would otherwise be the terminal's,
    // and reach the editor as a NUL.
    el_wset(editor_, EL_PREP_TERM, 1);
    given_up_ = false;
    int count = 0;
    const wchar_t* const text = el_wgets(editor_, &count);
    if (given_up_) {
      return "";
    }
    if (text == nullptr || count <= 0) {
      return std::nullopt;
    }
    std::string read = utf8_of({text, static_cast<size_t>(count)});
    if (read.ends_with('\n')) {
      read.pop_back();
    }
    return read;
  }

  void remember(const std::string& entry) {
    HistEventW event = {};
    history_w(history_, &event, H_ENTER, code_points(entry).c_str());
  }

 private:
  void bind() {
    struct Key {
      const wchar_t* keys;
      const wchar_t* function;
    };
    el_wset(editor_, EL_ADDFN, L"tarn-enter", L"End the text, or begin a line", enter);
    el_wset(editor_, EL_ADDFN, L"tarn-new-line", L"Begin a line", begin_line);
    el_wset(editor_, EL_ADDFN, L"tarn-complete", L"Complete a name", complete);
    el_wset(editor_, EL_ADDFN, L"tarn-show", L"Show what a name may become", show_words);
    el_wset(editor_, EL_ADDFN, L"tarn-give-up", L"Throw the text away", give_up);
    constexpr Key kKeys[] = {{L"^M", L"tarn-enter"},
                             {L"^J", L"tarn-enter"},
                             {L"\\e^M", L"tarn-new-line"},
                             {L"^I", L"tarn-complete"},
                             {L"^C", L"tarn-give-up"},
                             {kEndText, L"ed-newline"},
                             {kShowWords, L"tarn-show"},
                             {L"^R", L"em-inc-search-prev"},
                             {L"\\e[1;5C", L"em-next-word"},
                             {L"\\e[1;5D", L"ed-prev-word"},
                             {L"\\e[3~", L"ed-delete-next-char"}};
    for (const Key& key : kKeys) {
      el_wset(editor_, EL_BIND, key.keys, key.function, nullptr);
    }
  }

  static State& of(EditLine* editor) {
    void* state = nullptr;
    el_wget(editor, EL_CLIENTDATA, &state);
    return *static_cast<State*>(state);
  }

  static wchar_t* prompt_of(EditLine* editor) { return of(editor).prompt_.data(); }

  static std::string text_of(EditLine* editor) {
    const LineInfoW* const line = el_wline(editor);
    return utf8_of({line->buffer, static_cast<size_t>(line->lastchar - line->buffer)});
  }

  // Goes behind the text and has `key` pressed there: what it is bound to finds the cursor at the
  // end on the screen, too.
  static unsigned char press_at_end(EditLine* editor, const wchar_t* key) {
    const LineInfoW* const line = el_wline(editor);
    el_cursor(editor, static_cast<int>(line->lastchar - line->cursor));
    el_wpush(editor, key);
    return CC_REFRESH;
  }

  static unsigned char enter(EditLine* editor, int /*key*/) {
    return of(editor).hooks_.is_whole(text_of(editor)) ? press_at_end(editor, kEndText)
                                                       : begin_line(editor, 0);
  }

  static unsigned char begin_line(EditLine* editor, int /*key*/) {
    return el_winsertstr(editor, L"\n") == 0 ? CC_REFRESH : CC_ERROR;
  }

  static unsigned char give_up(EditLine* editor, int /*key*/) {
    of(editor).given_up_ = true;
    return press_at_end(editor, kEndText);
  }

  static unsigned char complete(EditLine* editor, int /*key*/) {
    if (is_input_waiting()) {
      // Pasted: a tab is a tab.
      return el_winsertstr(editor, L"\t") == 0 ? CC_REFRESH : CC_ERROR;
    }
    const LineInfoW* const line = el_wline(editor);
    const std::string before =
        utf8_of({line->buffer, static_cast<size_t>(line->cursor - line->buffer)});
    const Completion completion = of(editor).hooks_.complete(text_of(editor), before.size());
    if (completion.words.empty()) {
      return CC_ERROR;
    }
    const std::string typed = before.substr(completion.begin);
    const std::string common = common_beginning(completion.words);
    if (completion.words.size() == 1 || display_width(common) > display_width(typed)) {
      return replace(editor, typed, common);
    }
    return show(editor, completion.words);
  }

  static unsigned char replace(EditLine* editor, const std::string& typed,
                               const std::string& word) {
    el_deletestr(editor, static_cast<int>(code_points(typed).size()));
    return el_winsertstr(editor, code_points(word).c_str()) == 0 ? CC_REFRESH : CC_ERROR;
  }

  static unsigned char show(EditLine* editor, const std::vector<std::string>& words) {
    const LineInfoW* const line = el_wline(editor);
    of(editor).words_ = words;
    of(editor).behind_cursor_ = static_cast<int>(line->lastchar - line->cursor);
    return press_at_end(editor, kShowWords);
  }

  static unsigned char show_words(EditLine* editor, int /*key*/) {
    const State& state = of(editor);
    fmt::print("\n{}", in_columns(state.words_, terminal_width()));
    std::fflush(stdout);
    el_cursor(editor, -state.behind_cursor_);
    el_wset(editor, EL_REFRESH);  // the text again, on the lines below
    return CC_NORM;
  }

  std::wstring prompt_;
  Hooks hooks_;
  EditLine* editor_ = nullptr;
  HistoryW* history_ = nullptr;
  bool given_up_ = false;
  std::vector<std::string> words_;  // to be shown
  int behind_cursor_ = 0;           // characters, before they are shown
};

LineEditor::LineEditor(std::string prompt, Hooks hooks, const History& history)
    : state_(std::make_unique<State>(std::move(prompt), std::move(hooks), history)) {}

LineEditor::~LineEditor() = default;

std::optional<std::string> LineEditor::read() { return state_->read(); }

void LineEditor::remember(const std::string& entry) { state_->remember(entry); }

}  // namespace tarn::console
