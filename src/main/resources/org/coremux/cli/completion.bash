# Completion of coremux for bash 3.2 and later: printed by `coremux completion bash`. It starts no
# Java. Load it with
#   source <(coremux completion bash)
# or keep it in ~/.local/share/bash-completion/completions/coremux.

# What a command has: its options, which of them take a value, the commands below it.
_coremux_command() {
  options='' valued='' commands=''
  case $1 in
@commands@
  esac
}

# What a value of a command can be: $2 is its option, or the number of the operand.
_coremux_value() {
  kind='' words='' ending=''
  case "$1|$2" in
@values@
  esac
}

_coremux_shipped='@shipped@'

# The names of the hosts or guests of a scenario: $1 is the key of the list, $2 the file.
_coremux_names() {
  local file=$2
  [ -r "$file" ] || file=@folder@/$2.yaml
  [ -r "$file" ] || return 0
  awk -v section="$1" '
@awk@
  ' "$file" 2>/dev/null
}

# The whole words that $1, a path of --set and maybe a value, can become; $2 is the scenario.
_coremux_setting() {
  local key list word lead=''
  words=''
  case $1 in
    *=*)
      lead=${1%%=*}=
      key=${lead%=}
      list=''
      case ${key##*.} in
@known@
      esac
      ;;
    hosts.*.* | guests.*.*)
      lead=${1%.*}.
      case $1 in
        hosts.*) list='@host@' ;;
        *) list='@guest@' ;;
      esac
      ;;
    hosts.* | guests.*)
      lead=${1%%.*}.
      for word in $(_coremux_names "${1%%.*}" "$2"); do
        list="$list $word."
      done
      ;;
    *) list='hosts. guests. @top@' ;;
  esac
  for word in $list; do
    words="$words $lead$word"
  done
}

_coremux() {
  local IFS=$' \t\n' options valued commands kind words ending
  local at=coremux option='' file='' count=0 i word cur raw strip part lead='' line
  local -a line_words found

  # Bash breaks words at = and :, which are of the word here.
  line_words=("${COMP_WORDS[0]}")
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    cur=${line_words[${#line_words[@]} - 1]}
    if ((${#line_words[@]} > 1)) && [[ $word =~ ^[=:]+$ || $cur =~ [=:]$ ]]; then
      line_words[${#line_words[@]} - 1]=$cur$word
    else
      line_words[${#line_words[@]}]=$word
    fi
  done
  cur=${line_words[${#line_words[@]} - 1]}
  raw=${COMP_WORDS[COMP_CWORD]}
  [[ $raw =~ ^[=:]+$ ]] && raw=''
  strip=${cur%"$raw"}
  [ "${#line_words[@]}" -gt 1 ] || return 0

  _coremux_command "$at"
  for ((i = 1; i < ${#line_words[@]} - 1; i++)); do
    word=${line_words[i]}
    if [ -n "$option" ]; then
      option=''
    elif [[ $word == -* ]]; then
      [[ " $valued " == *" $word "* ]] && option=$word
    elif [[ " $commands " == *" $word "* ]]; then
      at="$at $word"
      count=0
      _coremux_command "$at"
    else
      count=$((count + 1))
      [ "$count" = 1 ] && file=$word
    fi
  done

  part=$cur
  kind='' words='' ending=''
  if [ -n "$option" ]; then
    _coremux_value "$at" "$option"
  elif [[ $cur == --*=* ]]; then
    lead=${cur%%=*}=
    part=${cur#*=}
    _coremux_value "$at" "${lead%=}"
  elif [[ $cur == -* ]]; then
    words=$options
  else
    count=$((count + 1))
    _coremux_value "$at" "$count"
    [ "$count" -gt 1 ] || words="$words $commands"
  fi
  [ "$kind" != setting ] || _coremux_setting "$part" "$file"
  [ "$kind" != scenario ] || words="$words $_coremux_shipped"

  found=()
  while IFS= read -r line; do
    found[${#found[@]}]=$line
  done < <(compgen -W "$words" -- "$part")
  case $kind in
    folder | file | scenario)
      while IFS= read -r line; do
        [[ ${line##*/} != .* || ${part##*/} == .* ]] || continue
        if [ -d "$line" ] || [[ $kind != folder && $line == *"$ending" ]]; then
          found[${#found[@]}]=$line
        fi
      done < <(compgen -f -- "$part")
      ;;
  esac
  case $kind in
    folder | file | scenario) compopt -o filenames 2>/dev/null ;;
    setting) [[ ${found[0]-} != *[.=] ]] || compopt -o nospace 2>/dev/null ;;
  esac
  COMPREPLY=()
  for line in ${found[@]+"${found[@]}"}; do
    line=$lead$line
    COMPREPLY[${#COMPREPLY[@]}]=${line#"$strip"}
  done
}

complete -F _coremux coremux
