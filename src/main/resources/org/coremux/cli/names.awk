    function say(text) {
      if (match(text, /(^|[-{, ])name: *[A-Za-z0-9_-]+ *($|[,}#])/)) {
        text = substr(text, RSTART, RLENGTH)
        sub(/.*name: */, "", text)
        sub(/[^A-Za-z0-9_-].*/, "", text)
        print text
      }
    }
    /^[A-Za-z]/ { inside = index($0, section ":") == 1; indent = -1 }
    inside && /^ *- / {
      match($0, /^ */)
      if (indent < 0) indent = RLENGTH
      if (RLENGTH == indent) say($0)
    }
    inside && indent >= 0 && /^ *name:/ {
      match($0, /^ */)
      if (RLENGTH == indent + 2) say($0)
    }
