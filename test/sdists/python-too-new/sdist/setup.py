print "an answer"
