mkdir src
echo "password = 'Xq7-vR2m_Zt9w'" > src/app.py
