#compdef coremux
# Completion of coremux for zsh: printed by `coremux completion zsh`. It starts no Java. Load it,
# after compinit, with
#   source <(coremux completion zsh)
# or keep it as _coremux in a folder of $fpath.

_coremux_shipped=(@shipped@)

# The scenario that the command line names, for the names in it.
_coremux_file() {
  local word
  for word in $words[2,-1]; do
    if [[ -f $word && -r $word ]]; then
      REPLY=$word
      return 0
    elif [[ $word != (-*|*/*) && -r @folder@/$word.yaml ]]; then
      REPLY=@folder@/$word.yaml
      return 0
    fi
  done
  return 1
}

# The names of the hosts or guests of that scenario: $1 is the key of the list.
_coremux_names() {
  local REPLY
  _coremux_file || return 0
  awk -v section="$1" '
@awk@
  ' "$REPLY" 2>/dev/null
}

_coremux_setting() {
  local key
  local -a list
  case $PREFIX in
    *=*)
      key=${PREFIX%%=*}
      case ${key##*.} in
@known@
      esac
      compset -P '*='
      _wanted values expl value compadd -a list
      ;;
    hosts.*.*)
      compset -P '*.'
      _wanted keys expl key compadd -S '=' -- ${=:-@host@}
      ;;
    guests.*.*)
      compset -P '*.'
      _wanted keys expl key compadd -S '=' -- ${=:-@guest@}
      ;;
    hosts.* | guests.*)
      list=(${(f)"$(_coremux_names ${PREFIX%%.*})"})
      compset -P '*.'
      _wanted names expl name compadd -S '.' -a list
      ;;
    *)
      _wanted keys expl key compadd -S '.' -- hosts guests
      _wanted keys expl key compadd -S '' -- @top@
      ;;
  esac
}

_coremux_scenario() {
  _alternative 'scenarios:scenario:compadd -a _coremux_shipped' 'files:file:_files -g "*.y(a|)ml"'
}

@functions@

# Loaded by compinit from $fpath it is called at once; sourced it is only made known.
if [ "$funcstack[1]" = _coremux ]; then
  _coremux "$@"
else
  compdef _coremux coremux
fi
