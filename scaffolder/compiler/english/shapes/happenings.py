SHAPES = ()
